import type { LGraphCanvas, LGraphNode } from 'litegraph.js';
import { isCompatible } from '../model/graph-to-prompt.ts';
import { EditorNode } from './editor-node.ts';
import type { NodePaint } from './paint-node.ts';

/** An output whose links are all dragged by their beginnings. */
export interface MovedLinks {
  readonly node: EditorNode;
  readonly slot: number;
}

/** A canvas on which the links of an output may follow the pointer. */
type LinkCanvas = LGraphCanvas & { moved: MovedLinks | undefined };

/**
 * Begins to drag a link where a slot is: a new one, or the one of an input, taken off at its end.
 * @param movesAll takes all links of an output by their beginnings, where it has some
 * @returns whether a slot was there
 */
export function beginLink(
  canvas: LinkCanvas,
  node: EditorNode,
  at: readonly [number, number],
  movesAll: boolean,
): boolean {
  if (node.flags.collapsed) return false;
  const [output, input] = [canvas.isOverNodeOutput(node, ...at), canvas.isOverNodeInput(node, ...at)];
  canvas.graph_mouse = [...at];
  if (output >= 0) {
    const isLinked = (node.outputs[output]?.links?.length ?? 0) > 0;
    if (movesAll && isLinked) canvas.moved = { node, slot: output };
    else drag(canvas, node, 'output', output);
    return true;
  }
  if (input < 0) return false;
  const link = canvas.graph?.links[node.inputs[input]?.link ?? -1];
  const origin = link && canvas.graph?.getNodeById(link.origin_id);
  if (link && origin) {
    node.disconnectInput(input);
    drag(canvas, origin, 'output', link.origin_slot);
  } else drag(canvas, node, 'input', input);
  return true;
}

/** Ends the dragged link at the slot of a node near a point; answers whether there is one. */
export function endLink(canvas: LinkCanvas, node: EditorNode, at: readonly [number, number]): boolean {
  const { connecting_node: from, connecting_slot: slot } = canvas;
  if (!from) return false;
  const isForward = Boolean(canvas.connecting_output);
  const there = isForward ? canvas.isOverNodeInput(node, ...at) : canvas.isOverNodeOutput(node, ...at);
  if (there < 0) return false;
  if (isForward) from.connect(slot, node, there);
  else node.connect(there, from, slot);
  letGo(canvas);
  return true;
}

/** Lets go of all that is dragged, as if it had not been begun. */
export function letGo(canvas: LinkCanvas): void {
  canvas.node_dragged = null;
  canvas.dragging_canvas = false;
  canvas.dragging_rectangle = null;
  canvas.connecting_node = null;
  canvas.connecting_output = null;
  canvas.connecting_input = null;
  canvas.connecting_pos = null;
  canvas.node_widget = null;
  canvas.pointer_is_down = false;
  canvas.moved = undefined;
}

/** The output of a node that could feed all that the moved links feed: the one at a point, else the first; −1 for none. */
export function outputForMoved(canvas: LinkCanvas, node: EditorNode, at: readonly [number, number]): number {
  const ends = movedEnds(canvas);
  const fits = (slot: number) => ends.every(({ type }) => isCompatible(type, node.outputs[slot]?.type ?? ''));
  const there = canvas.isOverNodeOutput(node, ...at);
  return there >= 0 ? (fits(there) ? there : -1) : node.outputs.findIndex((_, slot) => fits(slot));
}

/** Which slots of a node could take what is dragged; undefined while no link is. */
export function takesOf(canvas: LinkCanvas, node: EditorNode): NodePaint['takes'] {
  if (canvas.moved) {
    const ends = movedEnds(canvas);
    return (side, slot) =>
      side === 'output' &&
      ends.every(
        ({ target, type }) => isCompatible(type, slot.type) && target.mayConnect(node, -1, target, -1),
      );
  }
  const from = canvas.connecting_node;
  const dragged = canvas.connecting_output ?? canvas.connecting_input;
  if (!(from instanceof EditorNode) || !dragged) return undefined;
  const wanted = canvas.connecting_output ? 'input' : 'output';
  return (side, slot) => {
    if (node === from) return side !== wanted && slot.name === dragged.name;
    if (side !== wanted || !isCompatible(slot.type, dragged.type)) return false;
    const [a, b] = wanted === 'input' ? [from, node] : [node, from];
    return b.mayConnect(a, -1, b, -1);
  };
}

/** The slot that is nearest to a point, within `reach` of it and inward as far as `along`; −1 for none. */
export function nearestSlot(
  node: LGraphNode,
  isInput: boolean,
  [x, y]: readonly [number, number],
  { reach, along }: { readonly reach: number; readonly along: number },
): number {
  if (node.flags.collapsed !== true && y < node.pos[1]) return -1; // the title drags the node
  let [nearest, least] = [-1, Infinity];
  (isInput ? node.inputs : node.outputs).forEach((_, index) => {
    const at = node.getConnectionPos(isInput, index);
    const [inward, far] = [isInput ? x - at[0] : at[0] - x, Math.abs(y - at[1])];
    if (inward >= -reach && inward <= along && far <= reach && far < least) [nearest, least] = [index, far];
  });
  return nearest;
}

function drag(canvas: LinkCanvas, node: LGraphNode, side: 'input' | 'output', slot: number): void {
  canvas.connecting_node = node;
  canvas.connecting_output = side === 'output' ? (node.outputs[slot] ?? null) : null;
  canvas.connecting_input = side === 'input' ? (node.inputs[slot] ?? null) : null;
  canvas.connecting_slot = slot;
  canvas.connecting_pos = node.getConnectionPos(side === 'input', slot);
}

/** Where the moved links end. */
function movedEnds({ graph, moved }: LinkCanvas): { readonly target: EditorNode; readonly type: string }[] {
  return (moved?.node.outputs[moved.slot]?.links ?? []).flatMap((id) => {
    const link = graph?.links[id];
    const target = link && graph.getNodeById(link.target_id);
    const type = link && target?.inputs[link.target_slot]?.type;
    return target instanceof EditorNode && type !== undefined ? [{ target, type }] : [];
  });
}
