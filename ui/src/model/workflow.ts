import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { parseSubgraphs, type Subgraph } from './subgraph.ts';

/** What a saved node's mode means; the other modes of litegraph run like `always`. */
export const MODE = { always: 0, muted: 2, bypassed: 4 } as const;

/** An input of a saved node and the link that feeds it. */
export interface WorkflowInput {
  readonly name: string;
  /** The name, made different from those of the inputs before it. */
  readonly key: string;
  readonly type: string;
  readonly link: string | null;
  /** The value whose place a link to this input takes. */
  readonly widget?: string;
}

/** An output of a saved node. */
interface WorkflowOutput {
  readonly name: string;
  readonly type: string;
}

/** A node of a workflow file; `raw` is all that the file says about it. */
export interface WorkflowNode {
  readonly id: string;
  readonly type: string;
  readonly title?: string;
  readonly mode: number;
  readonly order: number;
  readonly inputs: readonly WorkflowInput[];
  readonly outputs: readonly WorkflowOutput[];
  readonly raw: JsonObject;
}

/** A link of a workflow file, from an output to an input; `raw` is all that the file says about it. */
interface WorkflowLink {
  readonly id: string;
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly targetSlot: number;
  readonly raw: Json;
}

/** Nodes and the links among them: a workflow's own, or those of a subgraph. */
export interface WorkflowGraph {
  readonly nodes: readonly WorkflowNode[];
  readonly links: ReadonlyMap<string, WorkflowLink>;
}

/** A workflow file in one form, whatever its version; `raw` is the file as it was. */
export interface Workflow extends WorkflowGraph {
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly raw: JsonObject;
}

const MAX_NODES = 5_000;
const MAX_LINKS = 20_000;
const MAX_SOCKETS = 1_000;

/** Whether a JSON value has the form of a workflow file. */
export function isWorkflow(value: Json): value is JsonObject {
  return isJsonObject(value) && Array.isArray(value['nodes']);
}

/**
 * Reads a workflow file of version 0.4 (links are arrays) or 1 (links are objects).
 * @throws an Error that begins with `where` and names the node or link that is wrong
 */
export function parseWorkflow(raw: JsonObject, where: string): Workflow {
  return { ...parseGraph(raw, where), subgraphs: parseSubgraphs(raw['definitions'], where, parseGraph), raw };
}

function parseGraph(raw: JsonObject, where: string): WorkflowGraph {
  const nodes = arrayOf(raw['nodes'] ?? [], `${where}, nodes`);
  const links = arrayOf(raw['links'] ?? [], `${where}, links`);
  limit(nodes.length, MAX_NODES, `${where}, nodes`);
  limit(links.length, MAX_LINKS, `${where}, links`);
  const parsed = nodes.map((node, index) => parseNode(node, `${where}, node at place ${index}`));
  const ids = new Set<string>();
  for (const { id } of parsed) {
    if (ids.has(id)) throw new Error(`${where}, node ${id}: expected each id once, got it twice`);
    ids.add(id);
  }
  return { nodes: parsed, links: parseLinks(links, where) };
}

function parseNode(raw: Json, where: string): WorkflowNode {
  if (!isJsonObject(raw)) throw new Error(`${where}: expected an object, got ${kindOf(raw)}`);
  const id = idOf(raw['id']);
  if (id === undefined) throw new Error(`${where}: expected an id, got ${kindOf(raw['id'])}`);
  const type = raw['type'];
  for (const side of ['inputs', 'outputs'] as const)
    limit(Array.isArray(raw[side]) ? raw[side].length : 0, MAX_SOCKETS, `${where} (id ${id}), ${side}`);
  if (typeof type !== 'string') throw new Error(`${where} (id ${id}): expected a type, got ${kindOf(type)}`);
  return {
    id,
    type,
    ...(typeof raw['title'] === 'string' && raw['title'] !== '' ? { title: raw['title'] } : {}),
    mode: numberOr(raw['mode'], MODE.always),
    order: numberOr(raw['order'], 0),
    inputs: parseInputs(raw['inputs']),
    outputs: socketsOf(raw['outputs']).map(named),
    raw,
  };
}

function parseInputs(raw: Json | undefined): WorkflowInput[] {
  const sockets = socketsOf(raw);
  const keys = inputKeys(sockets);
  return sockets.map((socket, index) => {
    const widget = isJsonObject(socket['widget']) ? socket['widget']['name'] : undefined;
    return {
      ...named(socket),
      key: keys[index] ?? '',
      link: idOf(socket['link']) ?? null,
      ...(typeof widget === 'string' ? { widget } : {}),
    };
  });
}

/** The names of saved inputs, a repeated one with its place behind it. */
export function inputKeys(sockets: readonly JsonObject[]): string[] {
  const seen = new Set<string>();
  return sockets.map((socket, index) => {
    const { name } = named(socket);
    const key = seen.has(name) ? `${name}#${index}` : name;
    seen.add(name);
    return key;
  });
}

function parseLinks(links: readonly Json[], where: string): Map<string, WorkflowLink> {
  const parsed = new Map<string, WorkflowLink>();
  links.forEach((raw, index) => {
    if (raw === null) return;
    const fields = Array.isArray(raw) ? raw : isJsonObject(raw) ? linkFields(raw) : [];
    const [id, origin, target] = [idOf(fields[0]), idOf(fields[1]), idOf(fields[3])];
    const originSlot = fields[2];
    if (id === undefined || origin === undefined || target === undefined || typeof originSlot !== 'number') {
      throw new Error(
        `${where}, link at place ${index}: expected id, origin, slot, target, slot and type, got something else`,
      );
    }
    parsed.set(id, { id, origin, originSlot, target, targetSlot: numberOr(fields[4], 0), raw });
  });
  return parsed;
}

function linkFields(link: JsonObject): (Json | undefined)[] {
  return ['id', 'origin_id', 'origin_slot', 'target_id', 'target_slot', 'type'].map((key) => link[key]);
}

/** The objects of a list; whatever else a file has there is skipped. */
export function socketsOf(value: Json | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : []).filter(isJsonObject);
}

function named(socket: JsonObject): WorkflowOutput {
  return { name: typeof socket['name'] === 'string' ? socket['name'] : '', type: typeText(socket['type']) };
}

/** Some packs store a list of options or a number as a socket's type. */
function typeText(type: Json | undefined): string {
  if (typeof type === 'string') return type === '' ? '*' : type;
  return Array.isArray(type) ? 'COMBO' : '*';
}

/** An id as text; undefined for what is none. */
function idOf(id: Json | undefined): string | undefined {
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function arrayOf(value: Json | undefined, where: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`${where}: expected a list, got ${kindOf(value)}`);
  return value;
}

function limit(count: number, most: number, where: string): void {
  if (count > most) throw new Error(`${where}: expected at most ${most}, got ${count}`);
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value).slice(0, 40)}`;
}
