import { withCrops } from './crop.ts';
import { linkIndex, type GraphDocument, type GraphNode, type NodeState } from './document.ts';
import { executionOrder } from './execution-order.ts';
import { isJsonObject, without, type Json, type JsonObject } from './json.ts';
import { layoutOf } from './node-layout.ts';
import { slotsOf, type NodeType, type NodeTypes } from './node-type.ts';
import { idJson, numericIds, prunedReroutes, savedLinks } from './saved-links.ts';
import { savedExtras, widgetSlots } from './widgets.ts';
import { inputKeys, MODE, socketsOf } from './workflow.ts';

const MODES: Readonly<Record<NodeState, number>> = {
  on: MODE.always,
  off: MODE.muted,
  bypass: MODE.bypassed,
};

/**
 * The document as a ComfyUI workflow: of version 1 if its file was, else of version 0.4; what its file said besides
 * is put back. Values stand by position, and `properties.widget_names` says which is which.
 */
export function savedDocument(doc: GraphDocument, types: NodeTypes): JsonObject {
  const order = new Map(executionOrder(doc).map((id, index) => [id, index]));
  const linkIds = numericIds(doc.links.map(({ id }) => id));
  const around = { doc, types, linkIds, order };
  const nodes = new Map([...doc.nodes].map(([id, node]) => [id, savedNode(node, around)]));
  const slots = new Map([...nodes].map(([id, node]) => [id, inputKeys(socketsOf(node['inputs']))]));
  const isVersion1 = doc.carry['version'] === 1;
  const links = savedLinks(doc, types, { linkIds, slots, isVersion1 });
  const last = { node: doc.last.node, link: Math.max(doc.last.link, highest(linkIds)) };
  const state = isJsonObject(doc.carry['state']) ? doc.carry['state'] : {};
  return {
    ...prunedReroutes(doc.carry, new Set(linkIds.values())),
    id: doc.id,
    ...(isVersion1
      ? { state: { ...state, lastNodeId: last.node, lastLinkId: last.link } }
      : { last_node_id: last.node, last_link_id: last.link }),
    nodes: [...nodes.values()],
    links,
    version: isVersion1 ? 1 : 0.4,
  };
}

function highest(linkIds: ReadonlyMap<string, number>): number {
  return [...linkIds.values()].reduce((a, b) => Math.max(a, b), 0);
}

interface Surroundings {
  readonly doc: GraphDocument;
  readonly types: NodeTypes;
  readonly linkIds: ReadonlyMap<string, number>;
  readonly order: ReadonlyMap<string, number>;
}

function savedNode(node: GraphNode, around: Surroundings): JsonObject {
  const { carry } = node;
  const type = around.types.get(node.type);
  const title = node.title ?? (carry['title'] === type?.title ? carry['title'] : undefined);
  const size = node.size ?? layoutOf(around.doc, node, around.types).size;
  return {
    ...without(carry, 'title', 'showAdvanced'),
    id: idJson(node.id),
    type: node.type,
    pos: [...node.pos],
    size: [...size],
    flags: savedFlags(node),
    order: around.order.get(node.id) ?? 0,
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

/** A flag that is off is written where the file had it off, too. */
function savedFlags({ carry, isCollapsed, isPinned }: GraphNode): JsonObject {
  const former = isJsonObject(carry['flags']) ? carry['flags'] : {};
  const flag = (name: string, isOn: boolean): JsonObject =>
    isOn || former[name] === false ? { [name]: isOn } : {};
  return {
    ...without(former, 'collapsed', 'pinned'),
    ...flag('collapsed', isCollapsed),
    ...flag('pinned', isPinned),
  };
}

function isRunning(mode: Json): boolean {
  return mode !== MODE.muted && mode !== MODE.bypassed;
}

/** Unknown types keep what their file had; of known ones the parallel list of names is written. */
function savedValues(node: GraphNode, type: NodeType | undefined): JsonObject {
  const own = isJsonObject(node.carry['properties']) ? node.carry['properties'] : {};
  const properties = withCrops(own, node.crops);
  const former = node.carry['widgets_values'];
  if (!type) return former === undefined ? unknownValues(node, properties) : { properties };
  const named = { 'Node name for S&R': node.type, ...properties };
  if (isJsonObject(former)) return { properties: named, widgets_values: { ...former, ...node.values } };
  const slots = widgetSlots(type.info);
  if (slots.length === 0) return { properties: named };
  const { extras, tail } = savedExtras(node.carry, type.info);
  const names = slots.map(({ role, name }) => (role === 'value' ? name : null));
  return {
    properties: { ...named, widget_names: [...names, ...tail.map(() => null)] },
    widgets_values: [
      ...slots.map(({ role, name }, index) => {
        if (role === 'value') return node.values[name] ?? null;
        if (role === 'control') return node.controls[name] ?? extras[index] ?? 'randomize';
        return extras[index] ?? (role === 'upload' ? 'image' : '');
      }),
      ...tail,
    ],
  };
}

/** A node of an API prompt whose type is unknown has values by name alone. */
function unknownValues(node: GraphNode, properties: JsonObject): JsonObject {
  if (Object.keys(node.values).length === 0) return { properties };
  return { properties, widgets_values: { ...node.values } };
}

function savedInputs(node: GraphNode, type: NodeType | undefined, { doc, linkIds }: Surroundings): Json[] {
  const incoming = new Map((linkIndex(doc).into.get(node.id) ?? []).map((link) => [link.to.input, link]));
  const former = socketsOf(node.carry['inputs']);
  const keys = inputKeys(former);
  const { inputs } = slotsOf(node, type, new Set(incoming.keys()));
  const known = new Set(keys);
  const fields = new Set(type?.fields.map(({ name }) => name));
  const fresh = [...new Set([...inputs.map(({ name }) => name), ...incoming.keys()])].filter(
    (name) => !known.has(name),
  );
  const slots: [key: string, slot: JsonObject][] = [
    ...former.map((slot, index): [string, JsonObject] => [keys[index] ?? '', slot]),
    ...fresh.map((name): [string, JsonObject] => [
      name,
      {
        name,
        type: inputs.find((input) => input.name === name)?.type ?? '*',
        ...(fields.has(name) ? { widget: { name } } : {}),
      },
    ]),
  ];
  return slots.map(([key, slot]) => {
    const link = incoming.get(key);
    return { ...slot, link: link ? (linkIds.get(link.id) ?? null) : null };
  });
}

function savedOutputs(node: GraphNode, type: NodeType | undefined, { doc, linkIds }: Surroundings): Json[] {
  const former = socketsOf(node.carry['outputs']);
  const { outputs } = slotsOf(node, type, new Set());
  const outgoing = linkIndex(doc).from.get(node.id) ?? [];
  const count = Math.max(former.length, outputs.length);
  return Array.from({ length: count }, (_, slot) => {
    const before = former[slot];
    const links = outgoing.filter(({ from }) => from.slot === slot).map(({ id }) => linkIds.get(id) ?? 0);
    const own = outputs[slot];
    const fresh: JsonObject = own ? { name: own.name, type: own.type } : {};
    const isNone = links.length === 0 && (before?.['links'] === null || before === undefined);
    return { ...fresh, ...before, links: isNone ? null : inFormerOrder(links, before?.['links']) };
  });
}

function inFormerOrder(links: readonly number[], former: Json | undefined): number[] {
  const rank = new Map((Array.isArray(former) ? former : []).map((id, index) => [id, index]));
  return links.toSorted((a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size));
}
