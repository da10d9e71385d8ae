import type { GraphDocument, GraphLink, GraphNode, NodeState } from './document.ts';
import { isJsonObject, without, type Json, type JsonObject } from './json.ts';
import { layoutOf } from './node-layout.ts';
import { slotsOf, type NodeType, type NodeTypes } from './node-type.ts';
import { widgetSlots } from './widgets.ts';
import { MODE } from './workflow.ts';

const MODES: Readonly<Record<NodeState, number>> = {
  on: MODE.always,
  off: MODE.muted,
  bypass: MODE.bypassed,
};

/**
 * The document as a ComfyUI workflow of version 0.4; what its file said besides is put back.
 * Values stand by position, and `properties.widget_names` says which is which.
 */
export function savedDocument(doc: GraphDocument, types: NodeTypes): JsonObject {
  const order = new Map(executionOrder(doc).map((id, index) => [id, index]));
  const linkIds = numericIds(doc.links.map(({ id }) => id));
  return {
    ...doc.carry,
    id: doc.id,
    last_node_id: doc.last.node,
    last_link_id: Math.max(doc.last.link, 0, ...linkIds.values()),
    nodes: [...doc.nodes.values()].map((node) =>
      savedNode(node, { doc, types, linkIds, order: order.get(node.id) ?? 0 }),
    ),
    links: doc.links.map((link) => savedLink(link, doc, types, linkIds)),
    version: 0.4,
  };
}

interface Surroundings {
  readonly doc: GraphDocument;
  readonly types: NodeTypes;
  readonly linkIds: ReadonlyMap<string, number>;
  readonly order: number;
}

function savedNode(node: GraphNode, around: Surroundings): JsonObject {
  const { carry } = node;
  const type = around.types.get(node.type);
  const flags = without(isJsonObject(carry['flags']) ? carry['flags'] : {}, 'collapsed');
  const title = node.title ?? (carry['title'] === type?.title ? carry['title'] : undefined);
  const size = node.size ?? layoutOf(around.doc, node, around.types).size;
  return {
    ...without(carry, 'title', 'showAdvanced'),
    id: idJson(node.id),
    type: node.type,
    pos: [...node.pos],
    size: [...size],
    flags: { ...flags, ...(node.isCollapsed ? { collapsed: true } : {}) },
    order: around.order,
    mode:
      carry['mode'] !== undefined && node.state === 'on' && isRunning(carry['mode'])
        ? carry['mode']
        : MODES[node.state],
    ...(title === undefined ? {} : { title }),
    ...(node.showsAdvanced ? { showAdvanced: true } : {}),
    inputs: savedInputs(node, type, around),
    outputs: savedOutputs(node, type, around),
    ...savedValues(node, type),
  };
}

function isRunning(mode: Json): boolean {
  return mode !== MODE.muted && mode !== MODE.bypassed;
}

/** Unknown types keep what their file had; of known ones the parallel list of names is written. */
function savedValues(node: GraphNode, type: NodeType | undefined): JsonObject {
  const properties = isJsonObject(node.carry['properties']) ? node.carry['properties'] : {};
  const former = node.carry['widgets_values'];
  if (!type) return former === undefined ? unknownValues(node, properties) : { properties };
  const named = { 'Node name for S&R': node.type, ...properties };
  if (isJsonObject(former)) return { properties: named, widgets_values: { ...former, ...node.values } };
  const slots = widgetSlots(type.info);
  if (slots.length === 0) return { properties: named };
  return {
    properties: { ...named, widget_names: slots.map(({ role, name }) => (role === 'value' ? name : null)) },
    widgets_values: slots.map(({ role, name }) => {
      if (role === 'value') return node.values[name] ?? null;
      if (role === 'control') return node.controls[name] ?? 'randomize';
      return role === 'upload' ? 'image' : '';
    }),
  };
}

/** A node of an API prompt whose type is unknown has values by name alone. */
function unknownValues(node: GraphNode, properties: JsonObject): JsonObject {
  return { properties, widgets_values: { ...node.values } };
}

function savedInputs(node: GraphNode, type: NodeType | undefined, { doc, linkIds }: Surroundings): Json[] {
  const incoming = new Map(
    doc.links.filter(({ to }) => to.node === node.id).map((link) => [link.to.input, link]),
  );
  const former = savedSlots(node, 'inputs');
  const { inputs } = slotsOf(node, type, new Set(incoming.keys()));
  const names = new Set([...inputs.map(({ name }) => name), ...incoming.keys()]);
  const kept = former.filter((slot) => typeof slot['name'] !== 'string' || names.has(slot['name']) || !type);
  const known = new Set(kept.map((slot) => slot['name']));
  const fields = new Set(type?.fields.map(({ name }) => name));
  const fresh = [...names]
    .filter((name) => !known.has(name))
    .map((name): JsonObject => ({
      name,
      type: inputs.find((input) => input.name === name)?.type ?? '*',
      ...(fields.has(name) ? { widget: { name } } : {}),
    }));
  return [...kept, ...fresh].map((slot) => {
    const link = typeof slot['name'] === 'string' ? incoming.get(slot['name']) : undefined;
    return { ...slot, link: link ? (linkIds.get(link.id) ?? null) : null };
  });
}

function savedOutputs(node: GraphNode, type: NodeType | undefined, { doc, linkIds }: Surroundings): Json[] {
  const former = savedSlots(node, 'outputs');
  const { outputs } = slotsOf(node, type, new Set());
  const count = Math.max(former.length, outputs.length);
  return Array.from({ length: count }, (_, slot) => {
    const links = doc.links
      .filter(({ from }) => from.node === node.id && from.slot === slot)
      .map(({ id }) => linkIds.get(id) ?? 0);
    const own = outputs[slot];
    const fresh: JsonObject = own ? { name: own.name, type: own.type } : {};
    const before = former[slot];
    const isNone = links.length === 0 && (before?.['links'] === null || before === undefined);
    return { ...fresh, ...before, links: isNone ? null : links };
  });
}

function savedSlots(node: GraphNode, key: 'inputs' | 'outputs'): JsonObject[] {
  const slots = node.carry[key];
  return (Array.isArray(slots) ? slots : []).filter(isJsonObject);
}

function savedLink(
  { id, from, to }: GraphLink,
  doc: GraphDocument,
  types: NodeTypes,
  linkIds: ReadonlyMap<string, number>,
): Json[] {
  const [origin, target] = [doc.nodes.get(from.node), doc.nodes.get(to.node)];
  const names = target
    ? savedInputs(target, types.get(target.type), { doc, types, linkIds, order: 0 })
        .filter(isJsonObject)
        .map((slot) => slot['name'])
    : [];
  const output = origin && slotsOf(origin, types.get(origin.type), new Set()).outputs[from.slot];
  const slot = Math.max(0, names.indexOf(to.input));
  return [linkIds.get(id) ?? 0, idJson(from.node), from.slot, idJson(to.node), slot, output?.type ?? '*'];
}

function numericIds(ids: readonly string[]): Map<string, number> {
  const numbers = ids.map(Number).filter((id) => Number.isSafeInteger(id) && id >= 0);
  let next = Math.max(0, ...numbers);
  return new Map(ids.map((id) => [id, /^\d{1,15}$/.test(id) ? Number(id) : (next += 1)]));
}

/** ComfyUI writes whole numbers as numbers. */
function idJson(id: string): Json {
  return /^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}

/** The nodes so that each comes after all that feed it. */
export function executionOrder(doc: GraphDocument): string[] {
  const done = new Set<string>();
  const visit = (id: string, path: ReadonlySet<string>): void => {
    if (done.has(id) || path.has(id)) return;
    for (const { from, to } of doc.links) if (to.node === id) visit(from.node, new Set([...path, id]));
    done.add(id);
  };
  for (const id of doc.nodes.keys()) visit(id, new Set());
  return [...done];
}
