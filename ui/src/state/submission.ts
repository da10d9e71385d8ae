import { graphToPrompt } from '../model/graph-to-prompt.ts';
import type { GraphDocument } from '../model/document.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { savedDocument } from '../model/save-document.ts';
import { parseWorkflow } from '../model/workflow.ts';
import { objectInfo, types } from './editor.ts';
import { randomId } from './random-id.ts';

/** How this tab calls itself to the server. */
export const clientId = randomId().replaceAll('-', '');

/** What is sent to the queue to run a document, and the prompt in it; `isAnew` has all drawn again though nothing changed. */
export function submission(document: GraphDocument, id: string, extra: JsonObject = {}, isAnew = false) {
  const workflow = savedDocument(document, types.value);
  const prompt = graphToPrompt(parseWorkflow(workflow, document.title), objectInfo.value);
  const sent = prompt as unknown as JsonObject;
  const body: JsonObject = {
    prompt: isAnew ? changed(sent, document, id) : sent,
    prompt_id: id,
    client_id: clientId,
    extra_data: { ...extra, extra_pnginfo: { workflow }, preview_method: 'auto' },
  };
  return { prompt, body };
}

/** The prompt with its nodes that have a seed, or else those that keep a result, told to have changed. */
function changed(prompt: JsonObject, { nodes }: GraphDocument, mark: string): JsonObject {
  const typeOf = (id: string) => types.value.get(nodes.get(id)?.type ?? '');
  const ids = Object.keys(prompt);
  const seeded = ids.filter((id) => typeOf(id)?.fields.some(({ kind }) => kind === 'seed'));
  const marked = new Set(seeded.length > 0 ? seeded : ids.filter((id) => typeOf(id)?.showsResult));
  return Object.fromEntries(
    Object.entries(prompt).map(([id, entry]) => [
      id,
      marked.has(id) && isJsonObject(entry) ? { ...entry, is_changed: mark } : entry,
    ]),
  );
}
