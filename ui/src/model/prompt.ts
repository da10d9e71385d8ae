import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** One node of an API prompt. */
export interface PromptNode {
  class_type: string;
  inputs: JsonObject;
  _meta?: { title: string };
}

/** ComfyUI's API format: node id → node. */
export type Prompt = Record<string, PromptNode>;

/** How many nodes the server takes. */
export const MAX_PROMPT_NODES = 20_000;

/** Whether a JSON value is an API prompt: every entry has a class and inputs. */
export function isPrompt(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  const nodes = Object.values(value);
  return nodes.length > 0 && nodes.every(isPromptNode);
}

function isPromptNode(node: Json): boolean {
  return isJsonObject(node) && typeof node['class_type'] === 'string' && isJsonObject(node['inputs']);
}

/**
 * Finds a node of a prompt by id, by title or by class, in this order, ignoring case in the last two.
 * @throws when none or several answer to the name
 */
export function nodeIdOf(prompt: Prompt, name: string): string {
  if (Object.hasOwn(prompt, name)) return name;
  const wanted = name.trim().toLowerCase();
  const readings = [(node: PromptNode) => node._meta?.title, (node: PromptNode) => node.class_type];
  for (const reading of readings) {
    const found = Object.keys(prompt).filter((id) => {
      const node = prompt[id];
      return node !== undefined && reading(node)?.trim().toLowerCase() === wanted;
    });
    if (found[0] !== undefined && found.length === 1) return found[0];
    if (found.length > 1)
      throw new Error(
        `node ${name}: expected one node of that name, got ${found.length} (use an id: ${found.join(', ')})`,
      );
  }
  const known = Object.entries(prompt).map(([id, node]) => `${id} ${node._meta?.title ?? node.class_type}`);
  throw new Error(
    `node ${name}: expected a node id or title, got none of that name (there are: ${known.join(', ')})`,
  );
}
