import type { AnyNode } from './define-node.ts';
import { PromptError } from './errors.ts';
import { readJson, writeJson, type Literal } from './lossless-json.ts';

/** A node of a prompt as the client wrote it. */
export interface PromptNode {
  readonly id: string;
  /** Absent when the client named none. */
  readonly type?: string;
  readonly title?: string;
  readonly inputs: ReadonlyMap<string, Literal>;
  /** The client's `is_changed`: another value makes the node, and what it feeds, run again. */
  readonly isChanged?: Literal;
  /** The whole entry with the keys that only clients know. */
  readonly written: ReadonlyMap<string, Literal>;
}

/** A prompt: its nodes by id, in the client's order. */
export type Prompt = ReadonlyMap<string, PromptNode>;

/** One output of another node. */
export interface Link {
  readonly from: string;
  readonly slot: number;
}

const LIMITS = { nodes: 20_000, links: 200_000, idLength: 128 };

/**
 * Reads a prompt in ComfyUI's API format.
 * @throws PromptError when it is none or is over the limits
 */
export function readPrompt(text: string): Prompt {
  const value = literalOf(text);
  if (!(value instanceof Map)) throw refused('expected an object of nodes, got another value');
  if (value.size > LIMITS.nodes) throw refused(`expected at most ${LIMITS.nodes} nodes, got ${value.size}`);
  const nodes = [...value].map(([id, entry]) => [id, nodeOf(id, entry)] as const);
  const links = nodes.reduce(
    (count, [, { inputs }]) => count + [...inputs.values()].filter(Array.isArray).length,
    0,
  );
  if (links > LIMITS.links) throw refused(`expected at most ${LIMITS.links} links, got ${links}`);
  return new Map(nodes);
}

/** The JSON of a prompt, some of its nodes with other inputs. */
export function writePrompt(
  prompt: Prompt,
  inputs: ReadonlyMap<string, ReadonlyMap<string, Literal>>,
): string {
  const entries = [...prompt.values()].map(({ id, written }): [string, Literal] => {
    const others = inputs.get(id);
    return [id, others ? new Map(written).set('inputs', new Map(others)) : new Map(written)];
  });
  return writeJson(new Map(entries));
}

/** The link that an input holds: `[node id, slot]`; undefined for anything else. */
export function linkOf(value: Literal | undefined): Link | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [from, slot] = value;
  return typeof from === 'string' && typeof slot === 'bigint' ? { from, slot: Number(slot) } : undefined;
}

/** The nodes that feed the declared inputs of a node. */
export function suppliersOf(prompt: Prompt, node: PromptNode, { inputs }: AnyNode): PromptNode[] {
  return Object.keys(inputs).flatMap((name) => {
    const link = linkOf(node.inputs.get(name));
    const supplier = link && prompt.get(link.from);
    return supplier ? [supplier] : [];
  });
}

function literalOf(text: string): Literal {
  try {
    return readJson(text, 'prompt');
  } catch (cause) {
    throw new PromptError('invalid_prompt', cause instanceof Error ? cause.message : String(cause));
  }
}

function nodeOf(id: string, entry: Literal): PromptNode {
  if (id.length === 0 || id.length > LIMITS.idLength || /\p{Cc}/u.test(id))
    throw refused(`expected ids of 1 to ${LIMITS.idLength} visible characters, got another`);
  if (!(entry instanceof Map)) throw refused(`expected node ${id} to be an object, got another value`);
  const inputs = entry.get('inputs') ?? new Map<string, Literal>();
  if (!(inputs instanceof Map))
    throw refused(`expected the inputs of node ${id} to be an object, got another value`);
  const [type, meta] = [entry.get('class_type'), entry.get('_meta')];
  const title = meta instanceof Map ? meta.get('title') : undefined;
  const isChanged = entry.get('is_changed');
  return {
    id,
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    inputs,
    ...(isChanged === undefined ? {} : { isChanged }),
    written: entry,
  };
}

const refused = (reason: string) => new PromptError('invalid_prompt', `prompt: ${reason}`);
