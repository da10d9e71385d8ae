import { readGraphText } from '../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../ui/src/model/graph-to-prompt.ts';
import {
  isJsonObject,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
} from '../../ui/src/model/json.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { isPrompt, type Prompt } from '../../ui/src/model/prompt.ts';
import { jsonMembers } from '../http/json-members.ts';
import { HttpError } from '../http/refuse.ts';
import type { Executor } from '../queue/executor.ts';
import { setInput } from '../queue/set-input.ts';

/** What a submission on the socket shares with the body of `POST /prompt`. */
const PASSED = ['prompt_id', 'number', 'front', 'partial_execution_targets', 'extra_data'];

/**
 * The body of `POST /prompt` that a submission on the socket stands for: a prompt or a saved workflow, with values set
 * by `NODE.INPUT`, the node named by id, title or class.
 * @param dataText the JSON of `data`, digits as the client wrote them
 */
export async function submissionText(
  data: JsonObject,
  dataText: string,
  clientId: string,
  executor: Pick<Executor, 'objectInfo'>,
): Promise<string> {
  const members = jsonMembers(dataText);
  const workflow = data['workflow'] === undefined ? undefined : members.get('workflow');
  const passed = PASSED.flatMap((key) => {
    const text = members.get(key);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  if (workflow !== undefined && !members.has('extra_data'))
    passed.push(`"extra_data":{"extra_pnginfo":{"workflow":${workflow}}}`);
  const prompt = await promptText(data, workflow ?? members.get('prompt'), executor);
  return `{"client_id":${JSON.stringify(clientId)},"prompt":${prompt}${passed.map((part) => `,${part}`).join('')}}`;
}

/** The prompt as it was sent, or with what is set in it. */
async function promptText(
  data: JsonObject,
  graphText: string | undefined,
  executor: Pick<Executor, 'objectInfo'>,
): Promise<string> {
  const values = isJsonObject(data['values']) ? Object.entries(data['values']) : [];
  if (data['workflow'] === undefined && values.length === 0) return graphText ?? 'null';
  try {
    const info = (await executor.objectInfo()) as ObjectInfo;
    const prompt = promptOf(graphText ?? 'null', info);
    for (const [place, value] of values) setInput(prompt, place, value, info);
    return stringifyJson(prompt as unknown as Json);
  } catch (error) {
    throw new HttpError(400, 'invalid_prompt', error instanceof Error ? error.message : String(error));
  }
}

function promptOf(text: string, info: ObjectInfo): Prompt {
  const value = parseJson(text, 'prompt');
  if (isPrompt(value)) return value as unknown as Prompt;
  const file = readGraphText(text, 'workflow');
  return file.kind === 'prompt' ? file.prompt : graphToPrompt(file.workflow, info);
}
