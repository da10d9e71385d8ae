import { arrangeCommands, arrangePart } from '../model/arrange.ts';
import { words } from '../messages/en/words.ts';
import type { Command } from '../model/command.ts';
import type { GraphLink, GraphNode, NodeState } from '../model/document.ts';
import { isCompatible } from '../model/graph-to-prompt.ts';
import { newNode } from '../model/open-document.ts';
import { slotsOf, type NodeType } from '../model/node-type.ts';
import type { PaletteRequest } from './dialogs.ts';
import { dispatch, doc, nodeTitle, select, selection, types } from './editor.ts';
import { say } from './toasts.ts';

/** Adds a node of a type where the palette was asked for, connected to the link that asked for it. */
export function addNode(type: NodeType, { at, end }: PaletteRequest): void {
  const id = String(doc.value.last.node + 1);
  const add: Command = { kind: 'add', node: newNode(type, at) };
  dispatch({ kind: 'batch', commands: [add, ...(end ? connectionTo(type, id, end) : [])] });
  select([id]);
}

function connectionTo(type: NodeType, id: string, end: NonNullable<PaletteRequest['end']>): Command[] {
  if ('from' in end) {
    const origin = doc.value.nodes.get(end.from.node);
    const wanted =
      origin && slotsOf(origin, types.value.get(origin.type), new Set()).outputs[end.from.slot]?.type;
    const input = type.inputs.find((slot) => wanted !== undefined && isCompatible(slot.type, wanted));
    return input ? [{ kind: 'connect', from: end.from, to: { node: id, input: input.name } }] : [];
  }
  const target = doc.value.nodes.get(end.to.node);
  const linked = new Set([end.to.input]);
  const slots = target ? slotsOf(target, types.value.get(target.type), linked).inputs : [];
  const wanted = slots.find(({ name }) => name === end.to.input)?.type;
  const slot = type.outputs.findIndex((output) => wanted !== undefined && isCompatible(output.type, wanted));
  return slot < 0 ? [] : [{ kind: 'connect', from: { node: id, slot }, to: end.to }];
}

/** Removes the selected nodes. */
export function removeSelected(): void {
  dispatch({ kind: 'remove', nodes: [...selection.value] });
}

/** Switches the selected nodes between a state and on. */
export function toggleState(state: Exclude<NodeState, 'on'>): void {
  const nodes = selectedNodes();
  const next = nodes.every((node) => node.state === state) ? 'on' : state;
  dispatch({ kind: 'batch', commands: nodes.map(({ id }) => ({ kind: 'setState', node: id, state: next })) });
}

/** Folds the selected nodes, or unfolds them when all are folded. */
export function toggleCollapsed(): void {
  const nodes = selectedNodes();
  const isCollapsed = !nodes.every((node) => node.isCollapsed);
  dispatch({ kind: 'batch', commands: nodes.map(({ id }) => ({ kind: 'setView', node: id, isCollapsed })) });
}

/** Pins the selected nodes where they are, or unpins them when all are pinned. */
export function togglePinned(): void {
  const nodes = selectedNodes();
  const isPinned = !nodes.every((node) => node.isPinned);
  dispatch({ kind: 'batch', commands: nodes.map(({ id }) => ({ kind: 'setView', node: id, isPinned })) });
}

/** Moves the selected nodes by pixels. */
export function nudge(dx: number, dy: number): void {
  const commands = selectedNodes().map(({ id, pos }): Command => ({
    kind: 'move',
    node: id,
    pos: [pos[0] + dx, pos[1] + dy],
  }));
  dispatch({ kind: 'batch', commands }, 'nudge');
}

/** Lays the selected nodes out from left to right, or where not several are selected the graph; answers whether it did that. */
export function arrange(): boolean {
  const ids = selection.value;
  const isPart = ids.size > 1;
  const commands = isPart
    ? arrangePart(doc.value, types.value, ids)
    : arrangeCommands(doc.value, types.value);
  dispatch({ kind: 'batch', commands });
  return !isPart;
}

/** Nodes that were copied, with their links. */
export interface Copied {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
}

/** The links that come into the selected nodes from others. */
export function linksFromOutside(): GraphLink[] {
  const ids = selection.value;
  return doc.value.links.filter(({ from, to }) => ids.has(to.node) && !ids.has(from.node));
}

/** The selected nodes and the links among them. */
export function copied(): Copied {
  const ids = selection.value;
  return {
    nodes: selectedNodes(),
    links: doc.value.links.filter(({ from, to }) => ids.has(to.node) && ids.has(from.node)),
  };
}

/** Adds copies a little aside, or about a point, and selects them. */
export function paste({ nodes, links }: Copied, at?: readonly [number, number]): void {
  if (nodes.length === 0) return;
  const [left, top] = [
    Math.min(...nodes.map(({ pos }) => pos[0])),
    Math.min(...nodes.map(({ pos }) => pos[1])),
  ];
  const [dx, dy] = at ? [at[0] - left, at[1] - top] : [36, 36];
  const moved = nodes.map((node): GraphNode => ({ ...node, pos: [node.pos[0] + dx, node.pos[1] + dy] }));
  const first = doc.value.last.node;
  dispatch({ kind: 'paste', nodes: moved, links });
  select(moved.map((_, index) => String(first + index + 1)));
}

/** Tells why a link was not made. */
export function sayLoop(ids: readonly string[]): void {
  const names = ids.map(nodeTitle);
  say(words.links.loop([...names, names[0] ?? ''].join(' → ')), { kind: 'error' });
}

function selectedNodes(): GraphNode[] {
  return [...selection.value].flatMap((id) => doc.value.nodes.get(id) ?? []);
}
