import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { WorkflowGraph } from './workflow.ts';

/** A place where links enter or leave a subgraph. */
interface SubgraphSlot {
  readonly name: string;
  /** The links inside that begin or end at it. */
  readonly links: readonly string[];
}

/** The definition of a subgraph; a node whose type is its id stands for it. */
export interface Subgraph extends WorkflowGraph {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly SubgraphSlot[];
  readonly outputs: readonly SubgraphSlot[];
}

/** What links inside a subgraph have as their origin or target where they cross its border. */
export const BORDER = { inputs: '-10', outputs: '-20' } as const;

const MAX_DEPTH = 32;

/**
 * Reads the definitions of a file, also those that stand inside others; the first of an id counts.
 * @param parseGraph reads nodes and links
 */
export function parseSubgraphs(
  definitions: Json | undefined,
  where: string,
  parseGraph: (raw: JsonObject, where: string) => WorkflowGraph,
): Map<string, Subgraph> {
  const found = new Map<string, Subgraph>();
  const collect = (within: Json | undefined, depth: number): void => {
    const list = isJsonObject(within) ? within['subgraphs'] : undefined;
    for (const raw of Array.isArray(list) ? list : []) {
      if (!isJsonObject(raw)) continue;
      const { id, name } = raw;
      if (typeof id !== 'string' || found.has(id)) continue;
      const title = typeof name === 'string' ? name : id;
      const graph = parseGraph(raw, `${where}, subgraph ${title}`);
      found.set(id, { id, name: title, ...graph, ...bordersOf(raw, graph) });
      if (depth < MAX_DEPTH) collect(raw['definitions'], depth + 1);
    }
  };
  collect(definitions, 0);
  return found;
}

/** Which links are at a border is read from the links; what a slot says itself gives their order. */
function bordersOf(raw: JsonObject, { links }: WorkflowGraph): Pick<Subgraph, 'inputs' | 'outputs'> {
  const at = { inputs: new Map<number, string[]>(), outputs: new Map<number, string[]>() };
  const add = (slots: Map<number, string[]>, slot: number, id: string) => {
    const links = slots.get(slot) ?? [];
    links.push(id);
    slots.set(slot, links);
  };
  for (const { id, origin, originSlot, target, targetSlot } of links.values()) {
    if (origin === BORDER.inputs) add(at.inputs, originSlot, id);
    if (target === BORDER.outputs) add(at.outputs, targetSlot, id);
  }
  const slotsOf = (side: 'inputs' | 'outputs') =>
    (Array.isArray(raw[side]) ? raw[side] : []).map((slot, index) => slotOf(slot, at[side].get(index) ?? []));
  return { inputs: slotsOf('inputs'), outputs: slotsOf('outputs') };
}

function slotOf(raw: Json, links: readonly string[]): SubgraphSlot {
  const { name, linkIds } = isJsonObject(raw) ? raw : {};
  const told = (Array.isArray(linkIds) ? linkIds : []).map(String);
  const rank = new Map(told.map((id, index) => [id, index]));
  const placeOf = (id: string) => rank.get(id) ?? told.length;
  return {
    name: typeof name === 'string' ? name : '',
    links: links.toSorted((a, b) => placeOf(a) - placeOf(b)),
  };
}
