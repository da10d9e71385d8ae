import type { Crop } from './crop.ts';
import { Float, type Json, type JsonObject } from './json.ts';

/** Whether a node runs, is left out with what hangs on it, or lets its inputs pass. */
export type NodeState = 'on' | 'off' | 'bypass';

/** What happens to a seed before each run. */
export type SeedControl = 'fixed' | 'randomize' | 'increment' | 'decrement';

/** A place or a size in whole pixels at zoom 1. */
export type Pair = readonly [number, number];

/** One node of a document. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  /** Its own name, where it differs from its type's. */
  readonly title?: string;
  readonly pos: Pair;
  /** As a person chose it; what is drawn is never smaller than the content. */
  readonly size?: Pair;
  readonly values: Readonly<JsonObject>;
  readonly controls: Readonly<Record<string, SeedControl>>;
  readonly state: NodeState;
  readonly isCollapsed: boolean;
  /** Whether it keeps its place and size. */
  readonly isPinned: boolean;
  readonly showsAdvanced: boolean;
  /** What the pictures of its photo fields were cut from, by field. */
  readonly crops: Readonly<Record<string, Crop>>;
  /** The node as its file had it; read for what the editor does not know, written back. */
  readonly carry: Readonly<JsonObject>;
}

/** A link from an output to an input. */
export interface GraphLink {
  readonly id: string;
  readonly from: { readonly node: string; readonly slot: number };
  readonly to: { readonly node: string; readonly input: string };
  /** The link as its file had it. */
  readonly carry?: Json;
}

/** A graph as it is edited: never changed, only replaced. The order of the nodes is that of drawing. */
export interface GraphDocument {
  readonly id: string;
  readonly title: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly links: readonly GraphLink[];
  /** The highest numbers given so far; an id is never used twice. */
  readonly last: { readonly node: number; readonly link: number };
  /** Keys of the file that the editor does not read. */
  readonly carry: Readonly<JsonObject>;
}

/** A document without nodes. */
export function emptyDocument(id: string, title: string): GraphDocument {
  return {
    id,
    title,
    nodes: new Map(),
    links: [],
    last: { node: 0, link: 0 },
    carry: Object.create(null) as JsonObject,
  };
}

/** A node with the plain parts filled in. */
export function someNode(parts: Pick<GraphNode, 'id' | 'type' | 'pos'> & Partial<GraphNode>): GraphNode {
  return {
    values: {},
    controls: {},
    state: 'on',
    isCollapsed: false,
    isPinned: false,
    showsAdvanced: false,
    crops: {},
    carry: {},
    ...parts,
  };
}

/** The links of a document by the node where they end and by the node where they begin. */
interface LinkIndex {
  readonly into: ReadonlyMap<string, readonly GraphLink[]>;
  readonly from: ReadonlyMap<string, readonly GraphLink[]>;
}

const indexes = new WeakMap<readonly GraphLink[], LinkIndex>();

/** Looks the links of a document's nodes up; a list of links is gone through once. */
export function linkIndex({ links }: Pick<GraphDocument, 'links'>): LinkIndex {
  const known = indexes.get(links);
  if (known) return known;
  const [into, from] = [new Map<string, GraphLink[]>(), new Map<string, GraphLink[]>()];
  const add = (index: Map<string, GraphLink[]>, node: string, link: GraphLink) => {
    const list = index.get(node);
    if (list) list.push(link);
    else index.set(node, [link]);
  };
  for (const link of links) {
    add(into, link.to.node, link);
    add(from, link.from.node, link);
  }
  indexes.set(links, { into, from });
  return { into, from };
}

/** The link that feeds an input. */
export function linkInto(doc: GraphDocument, node: string, input: string): GraphLink | undefined {
  return linkIndex(doc)
    .into.get(node)
    ?.find(({ to }) => to.input === input);
}

/**
 * The nodes of the loop that a link between two nodes would close, from its target round to its source;
 * undefined when it closes none.
 */
export function loopOf(doc: GraphDocument, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[to, undefined]]);
  for (const at of cameFrom.keys()) {
    if (at === from) break;
    for (const link of linkIndex(doc).from.get(at) ?? [])
      if (!cameFrom.has(link.to.node)) cameFrom.set(link.to.node, at);
  }
  if (!cameFrom.has(from)) return undefined;
  const loop: string[] = [];
  for (let at: string | undefined = from; at !== undefined; at = cameFrom.get(at)) loop.push(at);
  return loop.reverse();
}

/** Whether two JSON values say the same. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a instanceof Float || b instanceof Float)
    return a instanceof Float && b instanceof Float && Object.is(a.value, b.value);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && equalJson(value, (b as JsonObject)[key]))
  );
}
