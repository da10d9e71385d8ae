import type { LGraph } from 'litegraph.js';
import type { GraphDocument } from '../model/document.ts';
import { nodeLayout } from '../model/node-layout.ts';
import type { NodeTypes } from '../model/node-type.ts';
import { EditorNode } from './editor-node.ts';

/**
 * Makes litegraph show a document, by the ids of its nodes: what is there stays the same object, so that focus, previews
 * and pictures outlive undo.
 * @param views the drawn nodes by their ids in the document; kept up to date
 */
export function reconcile(
  graph: LGraph,
  views: Map<string, EditorNode>,
  doc: GraphDocument,
  types: NodeTypes,
): void {
  for (const [id, view] of views) {
    const node = doc.nodes.get(id);
    if (node?.type === view.node.type) continue;
    graph.remove(view);
    views.delete(id);
  }
  const linked = linkedInputs(doc);
  for (const node of doc.nodes.values()) {
    const layout = nodeLayout(node, types.get(node.type), linked.get(node.id) ?? new Set());
    let view = views.get(node.id);
    if (view) {
      view.node = node;
      view.layout = layout;
      view.takeSlots();
    } else {
      view = new EditorNode(node, layout);
      views.set(node.id, view);
      graph.add(view, true);
    }
    [view.pos[0], view.pos[1]] = node.pos;
    [view.size[0], view.size[1]] = layout.size;
    view.flags.collapsed = node.isCollapsed;
  }
  reconcileLinks(graph, views, doc);
}

function linkedInputs(doc: GraphDocument): Map<string, Set<string>> {
  const linked = new Map<string, Set<string>>();
  for (const { to } of doc.links) {
    const names = linked.get(to.node) ?? new Set();
    linked.set(to.node, names.add(to.input));
  }
  return linked;
}

/** Links are few and cheap: all that differ are made anew. */
function reconcileLinks(graph: LGraph, views: ReadonlyMap<string, EditorNode>, doc: GraphDocument): void {
  for (const link of Object.values(graph.links)) {
    const target = graph.getNodeById(link.target_id);
    if (target?.inputs[link.target_slot]?.link !== link.id) detach(graph, link.id);
  }
  const wanted = new Map<EditorNode, Map<number, { from: EditorNode; slot: number }>>();
  for (const { from, to } of doc.links) {
    const [origin, target] = [views.get(from.node), views.get(to.node)];
    const index = target?.layout.inputs.findIndex(({ name }) => name === to.input) ?? -1;
    if (!origin || !target || index < 0 || from.slot >= origin.outputs.length) continue;
    const inputs = wanted.get(target) ?? new Map<number, { from: EditorNode; slot: number }>();
    wanted.set(target, inputs.set(index, { from: origin, slot: from.slot }));
  }
  for (const view of views.values()) {
    view.inputs.forEach((input, index) => {
      const want = wanted.get(view)?.get(index);
      const link = input.link === null ? undefined : graph.links[input.link];
      const isRight = want && link && link.origin_id === want.from.id && link.origin_slot === want.slot;
      if (isRight) return;
      if (input.link !== null) view.disconnectInput(index);
      if (want) force(want.from, want.slot, view, index);
    });
  }
}

/** Draws a link that the document has, whatever the canvas thinks of it. */
function force(origin: EditorNode, slot: number, target: EditorNode, index: number): void {
  const { mayConnect } = target;
  const [output, input] = [origin.outputs[slot], target.inputs[index]];
  if (!output || !input) return;
  const { type } = input;
  target.mayConnect = () => true;
  input.type = '*'; // the library refuses types that differ, a file may have them
  origin.connect(slot, target, index);
  input.type = type;
  target.mayConnect = mayConnect;
}

function detach(graph: LGraph, id: number): void {
  const link = graph.links[id];
  const output = link && graph.getNodeById(link.origin_id)?.outputs[link.origin_slot];
  if (output?.links) output.links = output.links.filter((other) => other !== id);
  Reflect.deleteProperty(graph.links, String(id));
}
