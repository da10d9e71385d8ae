import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What a saved node's mode means; the other modes of litegraph run like `always`. */
export const MODE = { always: 0, muted: 2, bypassed: 4 } as const;

/** An input of a saved node and the link that feeds it. */
interface WorkflowInput {
  readonly name: string;
  readonly type: string;
  readonly link: string | null;
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

/** A link of a workflow file, from an output to an input. */
interface WorkflowLink {
  readonly id: string;
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly targetSlot: number;
  readonly type: string;
}

/** A workflow file in one form, whatever its version; `raw` is the file as it was. */
export interface Workflow {
  readonly nodes: readonly WorkflowNode[];
  readonly links: ReadonlyMap<string, WorkflowLink>;
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly raw: JsonObject;
}

const MAX_NODES = 5_000;
const MAX_LINKS = 20_000;

/** Whether a JSON value has the form of a workflow file. */
export function isWorkflow(value: Json): value is JsonObject {
  return isJsonObject(value) && Array.isArray(value['nodes']);
}

/**
 * Reads a workflow file of version 0.4 (links are arrays) or 1 (links are objects).
 * @throws an Error that begins with `where` and names the node or link that is wrong
 */
export function parseWorkflow(raw: JsonObject, where: string): Workflow {
  const nodes = arrayOf(raw['nodes'], `${where}, nodes`);
  const links = arrayOf(raw['links'] ?? [], `${where}, links`);
  limit(nodes.length, MAX_NODES, `${where}, nodes`);
  limit(links.length, MAX_LINKS, `${where}, links`);
  const parsed = nodes.map((node, index) => parseNode(node, `${where}, node at place ${index}`));
  const ids = new Set<string>();
  for (const { id } of parsed) {
    if (ids.has(id)) throw new Error(`${where}, node ${id}: expected each id once, got it twice`);
    ids.add(id);
  }
  return {
    nodes: parsed,
    links: parseLinks(links, where),
    subgraphs: subgraphNames(raw['definitions']),
    raw,
  };
}

function parseNode(raw: Json, where: string): WorkflowNode {
  if (!isJsonObject(raw)) throw new Error(`${where}: expected an object, got ${kindOf(raw)}`);
  const id = idOf(raw['id']);
  if (id === undefined) throw new Error(`${where}: expected an id, got ${kindOf(raw['id'])}`);
  const type = raw['type'];
  if (typeof type !== 'string') throw new Error(`${where} (id ${id}): expected a type, got ${kindOf(type)}`);
  return {
    id,
    type,
    ...(typeof raw['title'] === 'string' && raw['title'] !== '' ? { title: raw['title'] } : {}),
    mode: numberOr(raw['mode'], MODE.always),
    order: numberOr(raw['order'], 0),
    inputs: socketsOf(raw['inputs']).map((socket) => ({
      ...named(socket),
      link: idOf(socket['link']) ?? null,
    })),
    outputs: socketsOf(raw['outputs']).map(named),
    raw,
  };
}

function parseLinks(links: readonly Json[], where: string): Map<string, WorkflowLink> {
  const parsed = new Map<string, WorkflowLink>();
  links.forEach((raw, index) => {
    if (raw === null) return;
    const fields = Array.isArray(raw) ? raw : isJsonObject(raw) ? linkFields(raw) : [];
    const [id, origin, target] = [idOf(fields[0]), idOf(fields[1]), idOf(fields[3])];
    const [originSlot, targetSlot] = [fields[2], fields[4]];
    if (id === undefined || origin === undefined || target === undefined || typeof originSlot !== 'number') {
      throw new Error(
        `${where}, link at place ${index}: expected id, origin, slot, target, slot and type, got something else`,
      );
    }
    parsed.set(id, {
      id,
      origin,
      originSlot,
      target,
      targetSlot: numberOr(targetSlot, 0),
      type: typeText(fields[5]),
    });
  });
  return parsed;
}

function linkFields(link: JsonObject): (Json | undefined)[] {
  return ['id', 'origin_id', 'origin_slot', 'target_id', 'target_slot', 'type'].map((key) => link[key]);
}

function subgraphNames(definitions: Json | undefined): Map<string, string> {
  const subgraphs = isJsonObject(definitions) ? definitions['subgraphs'] : undefined;
  const names = new Map<string, string>();
  for (const subgraph of Array.isArray(subgraphs) ? subgraphs : []) {
    if (!isJsonObject(subgraph)) continue;
    const { id, name } = subgraph;
    if (typeof id === 'string') names.set(id, typeof name === 'string' ? name : id);
  }
  return names;
}

function socketsOf(value: Json | undefined): JsonObject[] {
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
  return Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'an object'
      : `${typeof value} ${String(value)}`;
}
