/**
 * The parts of litegraph.js 0.7.18 that the editor uses, as they are. The package's own types lack half of them
 * (`skip_events`, `showConnectionMenu`, contexts of painting) and are wrong on others (`isOverNodeInput` gives an index).
 */

import type { Paper } from './paper.ts';

/** Options of the library; only those that the editor sets. */
export declare const LiteGraph: {
  NODE_TITLE_HEIGHT: number;
  NODE_SLOT_HEIGHT: number;
  NODE_COLLAPSED_WIDTH: number;
  pointerevents_method: string;
  release_link_on_empty_shows_menu: boolean;
  alt_drag_do_clone_nodes: boolean;
  ContextMenu: unknown;
  isValidConnection(a: string, b: string): boolean;
};

interface Slot {
  name: string;
  type: string;
}

export interface InputSlot extends Slot {
  link: number | null;
}

export interface OutputSlot extends Slot {
  links: number[] | null;
}

export declare class LLink {
  id: number;
  type: string;
  origin_id: number;
  origin_slot: number;
  target_id: number;
  target_slot: number;
}

export declare class LGraphNode {
  constructor(title?: string);
  id: number;
  title: string;
  type: string | null;
  /** Reads as a Float32Array, of which two entries count. */
  pos: ArrayLike<number> & { 0: number; 1: number };
  size: [number, number];
  flags: { collapsed?: boolean };
  inputs: InputSlot[];
  outputs: OutputSlot[];
  graph: LGraph | null;
  is_selected?: boolean;
  _collapsed_width?: number;
  addInput(name: string, type: string): void;
  addOutput(name: string, type: string): void;
  connect(slot: number, target: LGraphNode, targetSlot: number): LLink | null;
  disconnectInput(slot: number): boolean;
  computeSize(): [number, number];
  setSize(size: [number, number]): void;
  getConnectionPos(isInput: boolean, slot: number, out?: [number, number]): [number, number];
  isPointInside(x: number, y: number, margin?: number): boolean;
  resizable: boolean;
  onConnectInput(
    slot: number,
    type: string,
    output: OutputSlot,
    origin: LGraphNode,
    originSlot: number,
  ): boolean;
}

export declare class LGraph {
  links: Record<number, LLink>;
  /** In the order of drawing. */
  _nodes: LGraphNode[];
  add(node: LGraphNode, skipOrder?: boolean): void;
  remove(node: LGraphNode): void;
  getNodeById(id: number): LGraphNode | null;
  getNodeOnPos(x: number, y: number, nodes?: LGraphNode[], margin?: number): LGraphNode | null;
  attachCanvas(canvas: LGraphCanvas): void;
  updateExecutionOrder(): void;
}

export interface DragAndScale {
  offset: [number, number];
  scale: number;
  visible_area: Float32Array;
}

/** What a link that ended on nothing came from. */
export interface LooseLink {
  nodeFrom?: LGraphNode;
  slotFrom?: OutputSlot;
  nodeTo?: LGraphNode;
  slotTo?: InputSlot;
  e: PointerEvent;
}

export declare class LGraphCanvas {
  constructor(
    canvas: HTMLCanvasElement,
    graph: LGraph | null,
    options: { skip_events: boolean; skip_render: boolean },
  );
  canvas: HTMLCanvasElement;
  ctx: CanvasRenderingContext2D;
  ds: DragAndScale;
  graph: LGraph | null;
  selected_nodes: Record<number, LGraphNode>;
  visible_nodes: LGraphNode[];
  /** The pointer in the graph's pixels. */
  graph_mouse: [number, number];
  allow_searchbox: boolean;
  allow_dragcanvas: boolean;
  connections_width: number;
  dirty_canvas: boolean;
  dirty_bgcanvas: boolean;
  pointer_is_down: boolean;
  node_dragged: LGraphNode | null;
  dragging_canvas: boolean;
  dragging_rectangle: Float32Array | null;
  connecting_node: LGraphNode | null;
  connecting_output?: OutputSlot | null;
  connecting_input?: InputSlot | null;
  connecting_pos: [number, number] | null;
  connecting_slot: number;
  node_widget: unknown;
  processMouseDown(event: PointerEvent): void;
  processMouseMove(event: PointerEvent): void;
  processMouseUp(event: PointerEvent): void;
  processNodeSelected(node: LGraphNode, event?: PointerEvent): void;
  processNodeDblClicked(node: LGraphNode): void;
  processNodeWidgets(): null;
  processContextMenu(node: LGraphNode | null, event: PointerEvent): void;
  processKey(event: KeyboardEvent): void;
  deselectAllNodes(): void;
  bringToFront(node: LGraphNode): void;
  isOverNodeInput(node: LGraphNode, x: number, y: number, place?: [number, number]): number;
  isOverNodeOutput(node: LGraphNode, x: number, y: number, place?: [number, number]): number;
  isOverNodeBox(node: LGraphNode, x: number, y: number): boolean;
  showLinkMenu(link: LLink, event: PointerEvent): void;
  showSearchBox(event: PointerEvent): void;
  showConnectionMenu(link: LooseLink): void;
  prompt(): void;
  draw(front?: boolean, back?: boolean): void;
  drawConnections(ctx: Paper): void;
  computeVisibleNodes(nodes: null, out: LGraphNode[]): LGraphNode[];
  drawNode(node: LGraphNode, ctx: Paper): void;
  renderLink(
    ctx: Paper,
    a: ArrayLike<number>,
    b: ArrayLike<number>,
    link: LLink | null,
    skipBorder?: boolean,
    flow?: unknown,
    color?: string | null,
  ): void;
  setDirty(front: boolean, back?: boolean): void;
  resize(width?: number, height?: number): void;
}
