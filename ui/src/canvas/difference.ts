import type { LGraph } from 'litegraph.js';
import type { Command } from '../model/command.ts';
import type { GraphDocument, GraphLink } from '../model/document.ts';
import { EditorNode } from './editor-node.ts';

/** The commands that make a document what the canvas shows after a gesture: places, sizes, folding and links. */
export function differenceOf(doc: GraphDocument, graph: LGraph): Command[] {
  const drawn = graph._nodes.filter((node) => node instanceof EditorNode);
  return [...drawn.flatMap((node) => nodeCommands(doc, node)), ...linkCommands(doc, graph, drawn)];
}

function nodeCommands(doc: GraphDocument, view: EditorNode): Command[] {
  const node = doc.nodes.get(view.docId);
  if (!node) return [];
  const commands: Command[] = [];
  const pos = [Math.round(view.pos[0]), Math.round(view.pos[1])] as const;
  const size = [Math.round(view.size[0]), Math.round(view.size[1])] as const;
  const isCollapsed = view.flags.collapsed === true;
  if (pos[0] !== node.pos[0] || pos[1] !== node.pos[1]) commands.push({ kind: 'move', node: node.id, pos });
  if (size[0] !== view.layout.size[0] || size[1] !== view.layout.size[1])
    commands.push({ kind: 'resize', node: node.id, size });
  if (isCollapsed !== node.isCollapsed) commands.push({ kind: 'setView', node: node.id, isCollapsed });
  return commands;
}

function linkCommands(doc: GraphDocument, graph: LGraph, drawn: readonly EditorNode[]): Command[] {
  const before = new Map(doc.links.map((link) => [keyOf(link.to), link]));
  const after = new Map<string, Pick<GraphLink, 'from' | 'to'>>();
  for (const view of drawn) {
    view.inputs.forEach(({ link: id, name }) => {
      const link = id === null ? undefined : graph.links[id];
      const origin = link && graph.getNodeById(link.origin_id);
      if (!link || !(origin instanceof EditorNode)) return;
      const to = { node: view.docId, input: name };
      after.set(keyOf(to), { from: { node: origin.docId, slot: link.origin_slot }, to });
    });
  }
  const gone = [...before]
    .filter(([key]) => !after.has(key))
    .map(([, { to }]): Command => ({ kind: 'disconnect', to }));
  const fresh = [...after]
    .filter(([key, { from }]) => {
      const old = before.get(key)?.from;
      return old?.node !== from.node || old.slot !== from.slot;
    })
    .map(([, { from, to }]): Command => ({ kind: 'connect', from, to }));
  return [...gone, ...fresh];
}

function keyOf({ node, input }: GraphLink['to']): string {
  return JSON.stringify([node, input]);
}
