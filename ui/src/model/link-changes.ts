import type { Command } from './command.ts';
import { linkIndex, linkInto, loopOf, type GraphDocument, type GraphLink } from './document.ts';
import { isCompatible } from './graph-to-prompt.ts';
import { moveLinks } from './moved-links.ts';
import { slotsOf, type NodeTypes, type SlotType } from './node-type.ts';

/** A slot of a node, where links begin or end. */
export interface LinkEnd {
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly index: number;
  readonly slot: SlotType;
}

/** Something that can be done with the links of a node. */
export interface LinkChange {
  /** The slot of the node. */
  readonly own: LinkEnd;
  /** The slot that it is done with; without one it is done with all links of an output. */
  readonly other: LinkEnd | undefined;
  readonly commands: readonly Command[];
  /** The nodes of the loop that this would close: it cannot be done. */
  readonly loop?: readonly string[] | undefined;
}

/** All slots of a node, the outputs first. */
export function endsOf(doc: GraphDocument, types: NodeTypes, id: string): LinkEnd[] {
  const node = doc.nodes.get(id);
  if (!node) return [];
  const linked = new Set((linkIndex(doc).into.get(id) ?? []).map(({ to }) => to.input));
  const { inputs, outputs } = slotsOf(node, types.get(node.type), linked);
  const ends = (side: LinkEnd['side']) => (slot: SlotType, index: number) => ({
    node: id,
    side,
    index,
    slot,
  });
  return [...outputs.map(ends('output')), ...inputs.map(ends('input'))];
}

/** The links that a node could get: each of its slots with those of other nodes that fit, loops last. */
export function newLinks(doc: GraphDocument, types: NodeTypes, id: string): LinkChange[] {
  const others = otherEnds(doc, types, id);
  const changes = endsOf(doc, types, id).flatMap((own) =>
    others.filter((other) => other.side !== own.side && doFit(own, other)).map((other) => linked(own, other)),
  );
  return loopsLast(
    changes
      .filter(({ from, to }) => !isThere(doc, from, to))
      .map(({ from, to, own, other }) => ({
        own,
        other,
        commands: [{ kind: 'connect', from, to }],
        loop: loopOf(doc, from.node, to.node),
      })),
  );
}

/** The links of a node, each as what takes it off; an output with several has one more that takes off all. */
export function removableLinks(doc: GraphDocument, types: NodeTypes, id: string): LinkChange[] {
  return endsOf(doc, types, id).flatMap((own) => {
    const changes = linksAt(doc, own).map(({ from, to }): LinkChange => ({
      own,
      other: endsOf(doc, types, own.side === 'input' ? from.node : to.node).find((end) =>
        own.side === 'input' ? isOutput(end, from) : isInput(end, to),
      ),
      commands: [{ kind: 'disconnect', to }],
    }));
    const all = { own, other: undefined, commands: changes.flatMap(({ commands }) => commands) };
    return changes.length > 1 ? [...changes, all] : changes;
  });
}

/** The other places that the links of a node could have: the end of each in another input, all of an output in another. */
export function movableLinks(doc: GraphDocument, types: NodeTypes, id: string): LinkChange[] {
  const ends = [...doc.nodes.keys()].flatMap((node) => endsOf(doc, types, node));
  return loopsLast(
    endsOf(doc, types, id).flatMap((own) =>
      ends
        .filter((end) => end.side === own.side && (end.node !== own.node || end.index !== own.index))
        .flatMap((other) => {
          const move = own.side === 'input' ? movedEnd(doc, own, other) : movedOutput(doc, own, other, ends);
          return move ? [{ own, other, ...move }] : [];
        }),
    ),
  );
}

type Move = Pick<LinkChange, 'commands' | 'loop'>;

function movedEnd(doc: GraphDocument, own: LinkEnd, other: LinkEnd): Move | undefined {
  const link = linkInto(doc, own.node, own.slot.name);
  if (!link || !doFit(own, other)) return undefined;
  const to = { node: other.node, input: other.slot.name };
  const rest = { ...doc, links: doc.links.filter((each) => each !== link) };
  return {
    commands: [
      { kind: 'disconnect', to: link.to },
      { kind: 'connect', from: link.from, to },
    ],
    loop: loopOf(rest, link.from.node, to.node),
  };
}

function movedOutput(
  doc: GraphDocument,
  own: LinkEnd,
  other: LinkEnd,
  ends: readonly LinkEnd[],
): Move | undefined {
  const targets = linksAt(doc, own).map(({ to }) => ends.find((end) => isInput(end, to)));
  if (targets.length === 0 || !targets.every((end) => end && doFit(end, other))) return undefined;
  const moved = moveLinks(doc, outputOf(own), outputOf(other));
  return 'loop' in moved ? { commands: [], loop: moved.loop } : moved;
}

function otherEnds(doc: GraphDocument, types: NodeTypes, id: string): LinkEnd[] {
  return [...doc.nodes.keys()].filter((node) => node !== id).flatMap((node) => endsOf(doc, types, node));
}

function linked(own: LinkEnd, other: LinkEnd) {
  const [output, input] = own.side === 'output' ? [own, other] : [other, own];
  return { own, other, from: outputOf(output), to: { node: input.node, input: input.slot.name } };
}

/** The links that begin or end at a slot. */
function linksAt(doc: GraphDocument, end: LinkEnd): readonly GraphLink[] {
  const { into, from } = linkIndex(doc);
  return end.side === 'input'
    ? (into.get(end.node) ?? []).filter(({ to }) => isInput(end, to))
    : (from.get(end.node) ?? []).filter((link) => isOutput(end, link.from));
}

function isThere(doc: GraphDocument, from: GraphLink['from'], to: GraphLink['to']): boolean {
  const old = linkInto(doc, to.node, to.input);
  return old?.from.node === from.node && old.from.slot === from.slot;
}

function outputOf({ node, index }: LinkEnd): GraphLink['from'] {
  return { node, slot: index };
}

function isOutput(end: LinkEnd, { node, slot }: GraphLink['from']): boolean {
  return end.side === 'output' && end.node === node && end.index === slot;
}

function isInput(end: LinkEnd, { node, input }: GraphLink['to']): boolean {
  return end.side === 'input' && end.node === node && end.slot.name === input;
}

function doFit(a: LinkEnd, b: LinkEnd): boolean {
  return isCompatible(a.slot.type, b.slot.type);
}

function loopsLast(changes: readonly LinkChange[]): LinkChange[] {
  return [...changes.filter(({ loop }) => !loop), ...changes.filter(({ loop }) => loop)];
}
