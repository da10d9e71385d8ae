import { arrangeCommands } from './arrange.ts';
import { cropsOf } from './crop.ts';
import {
  emptyDocument,
  someNode,
  type GraphDocument,
  type GraphLink,
  type GraphNode,
  type NodeState,
  type Pair,
  type SeedControl,
} from './document.ts';
import type { GraphFile } from './graph-text.ts';
import { isJsonObject, without, type Json, type JsonObject } from './json.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import type { Prompt } from './prompt.ts';
import { controlsByName, valuesByName } from './widgets.ts';
import { MODE, type Workflow, type WorkflowNode } from './workflow.ts';

const CONTROLS: ReadonlySet<string> = new Set(['fixed', 'randomize', 'increment', 'decrement']);
const STATES: Readonly<Record<number, NodeState>> = { [MODE.muted]: 'off', [MODE.bypassed]: 'bypass' };

/** The document that a graph file holds; values that it lacks are the types' own. */
export function openDocument(
  file: GraphFile,
  types: NodeTypes,
  name: { readonly id: string; readonly title: string },
): GraphDocument {
  const empty = emptyDocument(name.id, name.title);
  return file.kind === 'workflow'
    ? ofWorkflow(file.workflow, types, empty)
    : ofPrompt(file.prompt, types, empty);
}

function ofWorkflow(workflow: Workflow, types: NodeTypes, empty: GraphDocument): GraphDocument {
  const { raw } = workflow;
  const nodes = workflow.nodes.map((node): [string, GraphNode] => [
    node.id,
    ofWorkflowNode(node, types.get(node.type), workflow.subgraphs.get(node.type)?.name),
  ]);
  const state = isJsonObject(raw['state']) ? raw['state'] : {};
  const last = {
    node: highest(
      nodes.map(([id]) => id),
      raw['last_node_id'] ?? state['lastNodeId'],
    ),
    link: highest([...workflow.links.keys()], raw['last_link_id'] ?? state['lastLinkId']),
  };
  const links = linksOf(workflow, last.link);
  return {
    ...empty,
    ...(typeof raw['id'] === 'string' && raw['id'] !== '' ? { id: raw['id'] } : {}),
    nodes: new Map(nodes),
    links,
    last: {
      node: last.node,
      link: highest(
        links.map(({ id }) => id),
        last.link,
      ),
    },
    carry: without(raw, 'nodes', 'links'),
  };
}

/** What an input says about its link counts, as in ComfyUI; a link that two inputs name becomes two. */
function linksOf(workflow: Workflow, last: number): GraphLink[] {
  const ends = new Map<string, GraphLink['to'][]>();
  for (const node of workflow.nodes) {
    for (const { link, key } of node.inputs) {
      if (link === null) continue;
      const list = ends.get(link) ?? [];
      list.push({ node: node.id, input: key });
      ends.set(link, list);
    }
  }
  const ids = new Set(workflow.nodes.map(({ id }) => id));
  let next = last;
  return [...workflow.links.values()].flatMap(({ id, origin, originSlot, raw }) =>
    (ids.has(origin) ? (ends.get(id) ?? []) : []).map((to, index) => ({
      id: index === 0 ? id : String((next += 1)),
      from: { node: origin, slot: originSlot },
      to,
      carry: raw,
    })),
  );
}

function ofWorkflowNode(
  node: WorkflowNode,
  type: NodeType | undefined,
  subgraph: string | undefined,
): GraphNode {
  const { raw } = node;
  const title = node.title ?? subgraph;
  const flags = isJsonObject(raw['flags']) ? raw['flags'] : {};
  const size = pairOf(raw['size']);
  const saved = valuesByName(raw, type?.info);
  return {
    id: node.id,
    type: node.type,
    ...(title === undefined || title === type?.title ? {} : { title }),
    pos: pairOf(raw['pos']) ?? [0, 0],
    ...(size ? { size } : {}),
    values: { ...initialValues(type), ...saved },
    controls: type ? knownControls(controlsByName(raw, type.info)) : {},
    state: STATES[node.mode] ?? 'on',
    isCollapsed: flags['collapsed'] === true,
    isPinned: flags['pinned'] === true,
    showsAdvanced: raw['showAdvanced'] === true,
    crops: cropsOf(raw['properties']),
    carry: raw,
  };
}

/** A new node of a type, with the values that the type begins with. */
export function newNode(type: NodeType, pos: Pair): Omit<GraphNode, 'id'> {
  return someNode({ id: '', type: type.name, pos, values: initialValues(type) });
}

function initialValues(type: NodeType | undefined): JsonObject {
  return Object.fromEntries((type?.fields ?? []).map(({ name, initial }) => [name, initial]));
}

function ofPrompt(prompt: Prompt, types: NodeTypes, empty: GraphDocument): GraphDocument {
  const nodes = new Map<string, GraphNode>();
  const links: GraphLink[] = [];
  for (const [id, { class_type: type, inputs, _meta }] of Object.entries(prompt)) {
    const values: JsonObject = initialValues(types.get(type));
    for (const [input, value] of Object.entries(inputs)) {
      const origin = originOf(value, prompt);
      if (origin) links.push({ id: String(links.length + 1), from: origin, to: { node: id, input } });
      else values[input] = isJsonObject(value) && '__value__' in value ? (value['__value__'] ?? null) : value;
    }
    const title = _meta?.title;
    const isOwn = typeof title === 'string' && title !== types.get(type)?.title && title !== type;
    nodes.set(id, someNode({ id, type, pos: [0, 0], values, ...(isOwn ? { title } : {}) }));
  }
  const doc = { ...empty, nodes, links, last: { node: highest([...nodes.keys()], 0), link: links.length } };
  const places = new Map(arrangeCommands(doc, types).map(({ node, pos }) => [node, pos]));
  return {
    ...doc,
    nodes: new Map([...nodes].map(([id, node]) => [id, { ...node, pos: places.get(id) ?? node.pos }])),
  };
}

function originOf(value: Json, prompt: Prompt): GraphLink['from'] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [node, slot] = value;
  if (typeof slot !== 'number' || (typeof node !== 'string' && typeof node !== 'number')) return undefined;
  return Object.hasOwn(prompt, String(node)) ? { node: String(node), slot } : undefined;
}

function knownControls(controls: Readonly<Record<string, string>>): Record<string, SeedControl> {
  return Object.fromEntries(
    Object.entries(controls).filter((entry): entry is [string, SeedControl] => CONTROLS.has(entry[1])),
  );
}

/** Some files hold places as objects with the keys 0 and 1. */
function pairOf(value: Json | undefined): Pair | undefined {
  const [x, y] = Array.isArray(value) ? value : isJsonObject(value) ? [value['0'], value['1']] : [];
  if (typeof x !== 'number' || typeof y !== 'number' || Math.max(Math.abs(x), Math.abs(y)) > 1e7)
    return undefined;
  return [Math.round(x), Math.round(y)];
}

function highest(ids: readonly string[], told: Json | undefined): number {
  const numbers = ids.map(Number).filter((id) => Number.isSafeInteger(id));
  return numbers.reduce((a, b) => Math.max(a, b), typeof told === 'number' ? told : 0);
}
