import { apply } from './command.ts';
import { arrangeCommands } from './arrange.ts';
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
import type { GraphFile } from './graph-file.ts';
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
  const byId = new Map(workflow.nodes.map((node) => [node.id, node]));
  const links = [...workflow.links.values()].flatMap((link): GraphLink[] => {
    const target = byId.get(link.target);
    const input = target?.inputs.find((slot) => slot.link === link.id) ?? target?.inputs[link.targetSlot];
    if (!input || !byId.has(link.origin)) return [];
    return [
      {
        id: link.id,
        from: { node: link.origin, slot: link.originSlot },
        to: { node: link.target, input: input.name },
      },
    ];
  });
  const nodes = workflow.nodes.map((node): [string, GraphNode] => [
    node.id,
    ofWorkflowNode(node, types.get(node.type)),
  ]);
  const id = workflow.raw['id'];
  return {
    ...empty,
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    nodes: new Map(nodes),
    links,
    last: {
      node: highest([...byId.keys()], workflow.raw['last_node_id']),
      link: highest([...workflow.links.keys()], workflow.raw['last_link_id']),
    },
    carry: without(workflow.raw, 'nodes', 'links'),
  };
}

function ofWorkflowNode(node: WorkflowNode, type: NodeType | undefined): GraphNode {
  const { raw } = node;
  const flags = isJsonObject(raw['flags']) ? raw['flags'] : {};
  const size = pairOf(raw['size']);
  const saved = valuesByName(raw, type?.info);
  return {
    id: node.id,
    type: node.type,
    ...(node.title === undefined || node.title === type?.title ? {} : { title: node.title }),
    pos: pairOf(raw['pos']) ?? [0, 0],
    ...(size ? { size } : {}),
    values: { ...initialValues(type), ...saved },
    controls: type ? knownControls(controlsByName(raw, type.info)) : {},
    state: STATES[node.mode] ?? 'on',
    isCollapsed: flags['collapsed'] === true,
    showsAdvanced: raw['showAdvanced'] === true,
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
  return apply(doc, { kind: 'batch', commands: arrangeCommands(doc, types) });
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
