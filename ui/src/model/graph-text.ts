import { isJsonObject, parseJson, type Json } from './json.ts';
import { isPrompt, MAX_PROMPT_NODES, type Prompt } from './prompt.ts';
import { isWorkflow, parseWorkflow, type Workflow } from './workflow.ts';

/** What a graph file holds: a workflow of the editor or an API prompt. */
export type GraphFile =
  | { readonly kind: 'workflow'; readonly workflow: Workflow }
  | { readonly kind: 'prompt'; readonly prompt: Prompt };

/** How a graph is read. */
export interface ReadOptions {
  /** Keeps the 5.0 of an API prompt apart from 5, for whoever sends it on; a workflow knows numbers only. */
  readonly keepsFloats?: boolean;
}

const MAX_TEXT = 8 * 2 ** 20;

/**
 * Reads a graph from JSON text: a workflow, an API prompt, or a request body with one in `prompt`.
 * @throws an Error of one sentence that begins with the file's name
 */
export function readGraphText(text: string, name: string, options: ReadOptions = {}): GraphFile {
  if (text.length > MAX_TEXT)
    throw new Error(`${name}: expected at most 8 MiB, got ${(text.length / 2 ** 20).toFixed(1)} MiB`);
  const plain = text.replace(/^\ufeff/, '');
  const value = parseJson(plain, name);
  if (isWorkflow(value)) return { kind: 'workflow', workflow: parseWorkflow(value, name) };
  const prompt = promptOf(options.keepsFloats === true ? parseJson(plain, name, options) : value);
  if (!prompt)
    throw new Error(
      `${name}: expected a workflow or an API prompt, got other JSON (a workflow has nodes and links)`,
    );
  const count = Object.keys(prompt).length;
  if (count > MAX_PROMPT_NODES)
    throw new Error(`${name}: expected at most ${MAX_PROMPT_NODES} nodes, got ${count}`);
  return { kind: 'prompt', prompt };
}

function promptOf(value: Json): Prompt | undefined {
  if (isPrompt(value)) return value as unknown as Prompt;
  const inner = isJsonObject(value) ? value['prompt'] : undefined;
  return inner !== undefined && isPrompt(inner) ? (inner as unknown as Prompt) : undefined;
}
