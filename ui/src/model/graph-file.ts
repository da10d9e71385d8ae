import { isJsonObject, parseJson, type Json } from './json.ts';
import { graphTextOfPng, isPng } from './png-text.ts';
import { isPrompt, type Prompt } from './prompt.ts';
import { isWorkflow, parseWorkflow, type Workflow } from './workflow.ts';

/** What a graph file holds: a workflow of the editor or an API prompt. */
export type GraphFile =
  | { readonly kind: 'workflow'; readonly workflow: Workflow }
  | { readonly kind: 'prompt'; readonly prompt: Prompt };

const MAX_TEXT = 8 * 2 ** 20;

/**
 * Reads a graph from the bytes of a file: JSON of either format, or a PNG that carries one.
 * @throws an Error of one sentence that begins with the file's name
 */
export function readGraphFile(bytes: Uint8Array, name: string): GraphFile {
  if (isPng(bytes)) {
    const text = graphTextOfPng(bytes);
    if (text === undefined)
      throw new Error(`${name}: expected a picture with a workflow inside, got one without`);
    return readGraphText(text, name);
  }
  return readGraphText(decoded(bytes, name), name);
}

/**
 * Reads a graph from JSON text: a workflow, an API prompt, or a request body with one in `prompt`.
 * @throws an Error of one sentence that begins with the file's name
 */
export function readGraphText(text: string, name: string): GraphFile {
  if (text.length > MAX_TEXT)
    throw new Error(`${name}: expected at most 8 MiB, got ${(text.length / 2 ** 20).toFixed(1)} MiB`);
  return graphOf(parseJson(text, name), name);
}

function graphOf(value: Json, name: string): GraphFile {
  if (isWorkflow(value)) return { kind: 'workflow', workflow: parseWorkflow(value, name) };
  if (isPrompt(value)) return { kind: 'prompt', prompt: value as unknown as Prompt };
  const inner = isJsonObject(value) ? value['prompt'] : undefined;
  if (inner !== undefined && isPrompt(inner)) return { kind: 'prompt', prompt: inner as unknown as Prompt };
  throw new Error(
    `${name}: expected a workflow or an API prompt, got other JSON (a workflow has nodes and links)`,
  );
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name}: expected a JSON file or a PNG picture, got other bytes`);
  }
}
