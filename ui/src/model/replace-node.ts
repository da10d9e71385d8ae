import type { Command } from './command.ts';
import { linkIndex, type GraphDocument, type GraphLink, type GraphNode } from './document.ts';
import { isNumeric, type Field } from './field.ts';
import { isCompatible } from './graph-to-prompt.ts';
import type { Json, JsonObject } from './json.ts';
import { slotsOf, type NodeType, type NodeTypes, type SlotType } from './node-type.ts';

/** How a node can become one of another type. */
export interface Replacement {
  readonly type: NodeType;
  readonly command: Command;
  /** Links that stay, and links that there were. */
  readonly kept: number;
  readonly total: number;
}

/**
 * A node as one of another type: place, size, title and state stay, values stay by name where the field takes them,
 * links stay where a slot of the same name or else the first free one of a fitting type takes them.
 */
export function replacement(doc: GraphDocument, id: string, type: NodeType, types: NodeTypes): Replacement {
  const node = doc.nodes.get(id);
  if (!node) throw new Error(`node ${id}: expected a node of the graph, got none`);
  const before = { into: linkIndex(doc).into.get(id) ?? [], from: linkIndex(doc).from.get(id) ?? [] };
  const links = [
    ...incoming(doc, before.into, type, types),
    ...outgoing(doc, node, before.from, type, types),
  ];
  return {
    type,
    command: { kind: 'replaceNode', node: asType(node, type), links },
    kept: links.length,
    total: before.into.length + before.from.length,
  };
}

/** The types that a node can become, those that keep the most links first; none that keeps no link of a linked node. */
export function replacements(doc: GraphDocument, id: string, types: NodeTypes): Replacement[] {
  return [...types.values()]
    .map((type) => replacement(doc, id, type, types))
    .filter(({ kept, total }) => kept > 0 || total === 0)
    .sort((a, b) => b.kept - a.kept || spareSlots(a.type) - spareSlots(b.type));
}

/** Of two types that keep as many links, the one with fewer inputs left open fits better. */
function spareSlots(type: NodeType): number {
  return type.inputs.filter(({ isOptional }) => !isOptional).length + type.outputs.length;
}

function asType(node: GraphNode, type: NodeType): GraphNode {
  const values: JsonObject = Object.fromEntries(
    type.fields.map((field) => {
      const value = node.values[field.name];
      return [field.name, value !== undefined && takes(field, value) ? value : field.initial];
    }),
  );
  const next = { ...node, type: type.name, values, controls: {}, carry: {} };
  if (node.title === node.type || node.title === type.title) Reflect.deleteProperty(next, 'title');
  return next;
}

function takes({ kind, choices }: Field, value: Json): boolean {
  switch (kind) {
    case 'list':
    case 'photo':
    case 'concept':
      return typeof value === 'string' && choices.includes(value);
    case 'switch':
      return typeof value === 'boolean';
    case 'box':
    case 'line':
      return typeof value === 'string';
    default:
      return isNumeric(value);
  }
}

function incoming(
  doc: GraphDocument,
  links: readonly GraphLink[],
  type: NodeType,
  types: NodeTypes,
): GraphLink[] {
  const free = new Map(type.inputs.map((slot) => [slot.name, slot]));
  const fitting = ({ from }: GraphLink) => {
    const origin = doc.nodes.get(from.node);
    const given = origin && slotsOf(origin, types.get(origin.type), new Set()).outputs[from.slot]?.type;
    return (slot: SlotType) => given !== undefined && isCompatible(slot.type, given);
  };
  return placed(links, ({ to }) => to.input, fitting, free).map(([link, slot]) => ({
    ...link,
    to: { ...link.to, input: slot.name },
  }));
}

function outgoing(
  doc: GraphDocument,
  node: GraphNode,
  links: readonly GraphLink[],
  type: NodeType,
  types: NodeTypes,
): GraphLink[] {
  const former = slotsOf(node, types.get(node.type), new Set()).outputs;
  return links.flatMap((link): GraphLink[] => {
    const target = doc.nodes.get(link.to.node);
    const slots = target && slotsOf(target, types.get(target.type), new Set([link.to.input])).inputs;
    const wanted = slots?.find(({ name }) => name === link.to.input)?.type;
    const fits = (output: SlotType | undefined) =>
      output !== undefined && wanted !== undefined && isCompatible(wanted, output.type);
    const name = former[link.from.slot]?.name;
    const same = type.outputs.findIndex((output) => output.name === name && fits(output));
    const slot = same >= 0 ? same : type.outputs.findIndex(fits);
    return slot < 0 ? [] : [{ ...link, from: { ...link.from, slot } }];
  });
}

/** Gives each link a slot: first those whose name is the same, then the others the first that is free and fits. */
function placed(
  links: readonly GraphLink[],
  nameOf: (link: GraphLink) => string,
  fitting: (link: GraphLink) => (slot: SlotType) => boolean,
  free: Map<string, SlotType>,
): (readonly [GraphLink, SlotType])[] {
  const found = new Map<GraphLink, SlotType>();
  const take = (link: GraphLink, slot: SlotType | undefined) => {
    if (!slot) return;
    found.set(link, slot);
    free.delete(slot.name);
  };
  for (const link of links)
    take(
      link,
      [free.get(nameOf(link))].find((slot) => slot && fitting(link)(slot)),
    );
  for (const link of links.filter((each) => !found.has(each)))
    take(link, [...free.values()].find(fitting(link)));
  return [...found];
}
