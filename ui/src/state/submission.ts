import { graphToPrompt } from '../model/graph-to-prompt.ts';
import type { GraphDocument } from '../model/document.ts';
import type { JsonObject } from '../model/json.ts';
import { savedDocument } from '../model/save-document.ts';
import { parseWorkflow } from '../model/workflow.ts';
import { objectInfo, types } from './editor.ts';
import { randomId } from './random-id.ts';

/** How this tab calls itself to the server. */
export const clientId = randomId().replaceAll('-', '');

/** What is sent to the queue to run a document, and the prompt in it. */
export function submission(document: GraphDocument, id: string, extra: JsonObject = {}) {
  const workflow = savedDocument(document, types.value);
  const prompt = graphToPrompt(parseWorkflow(workflow, document.title), objectInfo.value);
  const body: JsonObject = {
    prompt: prompt as unknown as JsonObject,
    prompt_id: id,
    client_id: clientId,
    extra_data: { ...extra, extra_pnginfo: { workflow }, preview_method: 'auto' },
  };
  return { prompt, body };
}
