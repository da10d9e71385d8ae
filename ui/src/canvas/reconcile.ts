import type { LGraph } from 'litegraph.js';
import { linkIndex, type GraphDocument } from '../model/document.ts';
import { layoutOf } from '../model/node-layout.ts';
import type { NodeTypes } from '../model/node-type.ts';
import { EditorNode, type LayoutSources } from './editor-node.ts';

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
  const { into } = linkIndex(doc);
  for (const node of doc.nodes.values()) {
    const view = views.get(node.id);
    const sources = { node, links: into.get(node.id), types };
    if (view && isSame(view.sources, sources)) place(view);
    else if (view) {
      view.takeLayout(sources, layoutOf(doc, node, types));
      place(view);
    } else {
      const made = new EditorNode(sources, layoutOf(doc, node, types));
      views.set(node.id, made);
      place(made);
      graph.add(made, true);
    }
  }
  reconcileLinks(graph, views, doc);
}

/** Whether a layout made of one thing is that of another: unchanged parts of documents are shared. */
function isSame(a: LayoutSources, b: LayoutSources): boolean {
  return a.node === b.node && a.links === b.links && a.types === b.types;
}

/** After a gesture the view may be elsewhere than its document. */
function place(view: EditorNode): void {
  [view.pos[0], view.pos[1]] = view.node.pos;
  [view.size[0], view.size[1]] = view.layout.size;
  view.flags.collapsed = view.node.isCollapsed;
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
