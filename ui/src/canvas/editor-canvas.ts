import { LGraph, LGraphCanvas, LiteGraph, type LGraphNode, type LLink, type LooseLink } from 'litegraph.js';
import { METRICS } from '../model/node-layout.ts';
import type { View } from '../input/view.ts';
import { readCanvasTheme, typeColor, type CanvasTheme } from './canvas-theme.ts';
import { EditorNode } from './editor-node.ts';
import { nearestSlot, takesOf, type MovedLinks } from './link-drag.ts';
import { paintLink } from './paint-link.ts';
import { paintNode, type NodePaint } from './paint-node.ts';

LiteGraph.NODE_TITLE_HEIGHT = METRICS.title;
LiteGraph.NODE_SLOT_HEIGHT = METRICS.slot;
LiteGraph.pointerevents_method = 'pointer';
LiteGraph.release_link_on_empty_shows_menu = true;
LiteGraph.alt_drag_do_clone_nodes = false;
LiteGraph.ContextMenu = function refuse(): never {
  throw new Error('canvas: expected the editor’s own menu, got the library’s');
};

/** What the canvas asks of and tells the rest of the canvas folder. */
export interface CanvasHooks {
  readonly paintOf: (node: EditorNode) => Omit<NodePaint, 'takes' | 'zoom' | 'isHovered'>;
  readonly isFlowing: (from: EditorNode) => boolean;
  readonly onSelect: (ids: readonly string[], isAdding: boolean) => void;
  readonly onLooseLink: (link: LooseLink) => void;
  readonly onFrame: () => void;
  readonly afterNode: (node: EditorNode, ctx: CanvasRenderingContext2D) => void;
}

/** How far from its centre a slot is hit, in pixels of the screen. */
const REACH_PX = { mouse: 12, touch: 22 } as const;

/** litegraph's canvas with its own look, sharp at any pixel ratio, and none of its events, menus, keys or dialogs. */
export class EditorCanvas extends LGraphCanvas {
  readonly hooks: CanvasHooks;
  theme: CanvasTheme;
  hovered: EditorNode | undefined;
  /** The output whose links follow the pointer. */
  moved: MovedLinks | undefined;
  /** Whether a finger was the last to touch the canvas: slots are hit from farther then. */
  isTouched = false;
  #ratio = 1;
  #frame = 0;
  #isDestroyed = false;

  constructor(canvas: HTMLCanvasElement, graph: LGraph, hooks: CanvasHooks) {
    super(canvas, null, { skip_events: true, skip_render: true });
    this.hooks = hooks;
    this.theme = readCanvasTheme(true);
    this.bgcanvas = canvas; // one canvas: links are drawn right before the nodes
    this.background_image = null;
    this.clear_background_color = '';
    this.render_shadows = false;
    this.render_canvas_border = false;
    this.render_connections_border = false;
    this.show_info = false;
    this.allow_searchbox = false;
    this.allow_dragcanvas = false;
    this.onRenderBackground = () => true;
    this.#sharpen();
    graph.attachCanvas(this);
  }

  /** Where the canvas looks. */
  get view(): View {
    return { scale: this.ds.scale, offset: [this.ds.offset[0], this.ds.offset[1]] };
  }

  set view({ scale, offset }: View) {
    this.ds.scale = scale;
    [this.ds.offset[0], this.ds.offset[1]] = offset;
    this.requestFrame();
  }

  /** Draws before the next frame of the screen; a hidden tab draws nothing. */
  requestFrame(): void {
    if (this.#frame !== 0 || this.#isDestroyed) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw(true);
      this.hooks.onFrame();
    });
  }

  /** Stops drawing for good. */
  destroy(): void {
    this.#isDestroyed = true;
    cancelAnimationFrame(this.#frame);
  }

  /** Makes the canvas as large as its element, in pixels of the screen. */
  fit(width: number, height: number, ratio: number): void {
    this.#ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.requestFrame();
  }

  /** How far from its centre a slot is hit, in pixels of the graph. */
  get reach(): number {
    return REACH_PX[this.isTouched ? 'touch' : 'mouse'] * Math.max(1, 1 / this.ds.scale);
  }

  override processMouseMove(event: PointerEvent): void {
    super.processMouseMove(event);
    for (const node of Object.values(this.selected_nodes))
      if (node instanceof EditorNode && node.node.isPinned) [node.pos[0], node.pos[1]] = node.node.pos;
  }

  override resize(): void {
    // `fit` alone sets the size
  }

  override setDirty(front: boolean, back?: boolean): void {
    this.dirty_canvas ||= front;
    this.dirty_bgcanvas ||= back === true;
    this.requestFrame();
  }

  override drawFrontCanvas(): void {
    this._highlight_input = null; // drawn by the slots themselves
    this._highlight_output = null;
    super.drawFrontCanvas();
  }

  override drawNode(node: LGraphNode, ctx: CanvasRenderingContext2D): void {
    if (!(node instanceof EditorNode)) return;
    const zoom = this.ds.scale;
    const paint = {
      ...this.hooks.paintOf(node),
      takes: takesOf(this, node),
      zoom,
      isHovered: node === this.hovered,
    };
    node._collapsed_width = node.size[0];
    paintNode(ctx, node, paint, this.theme);
    this.hooks.afterNode(node, ctx);
  }

  override renderLink(
    ctx: CanvasRenderingContext2D,
    a: ArrayLike<number>,
    b: ArrayLike<number>,
    link: LLink | null,
  ): void {
    const dragged =
      this.moved?.node.outputs[this.moved.slot] ?? this.connecting_output ?? this.connecting_input;
    const type = link === null ? (dragged?.type ?? '*') : this.#typeOf(link);
    const color = typeColor(type, this.theme.isDark);
    const isMoved =
      link !== null && link.origin_id === this.moved?.node.id && link.origin_slot === this.moved.slot;
    const ends = link === null ? [] : [link.origin_id, link.target_id].map((id) => this.selected_nodes[id]);
    const isBright = link === null || isMoved || ends.some((node) => node !== undefined);
    const origin = link && this.graph?.getNodeById(link.origin_id);
    const flow =
      origin instanceof EditorNode && this.hooks.isFlowing(origin)
        ? (performance.now() / 900) % 1
        : undefined;
    const isFaint = link !== null && !isMoved && Boolean(dragged);
    // a link dragged from an input runs against the direction of the data
    const [from, to] = link === null && this.connecting_input ? [b, a] : [isMoved ? this.graph_mouse : a, b];
    paintLink(ctx, from, to, { color, isBright, isFaint, flow }, this.theme);
  }

  override isOverNodeInput(node: LGraphNode, x: number, y: number, place?: [number, number]): number {
    return this.#slotAt(node, true, [x, y], place);
  }

  override isOverNodeOutput(node: LGraphNode, x: number, y: number, place?: [number, number]): number {
    return this.#slotAt(node, false, [x, y], place);
  }

  override isOverNodeBox(): boolean {
    return false;
  }

  override processNodeSelected(node: LGraphNode, event?: PointerEvent): void {
    if (!(node instanceof EditorNode)) return;
    const isAdding = event?.shiftKey === true || event?.ctrlKey === true || event?.metaKey === true;
    if (node.is_selected === true && !isAdding) return; // a group stays together while it is dragged
    this.hooks.onSelect([node.docId], isAdding);
  }

  override processNodeDblClicked(): void {
    // the editor listens to double clicks itself
  }

  override processContextMenu(): void {
    // the editor has its own menu
  }

  override processKey(): void {
    // all keys belong to the shell
  }

  override showLinkMenu(): void {
    // links have no menu
  }

  override showSearchBox(): void {
    // the palette is the editor's own
  }

  override showConnectionMenu(link: LooseLink): void {
    this.hooks.onLooseLink(link);
  }

  override prompt(): void {
    throw new Error('canvas: expected fields of the page, got the library’s prompt');
  }

  #sharpen(): void {
    const { ds } = this;
    ds.toCanvasContext = (ctx) => {
      ctx.scale(ds.scale * this.#ratio, ds.scale * this.#ratio);
      ctx.translate(ds.offset[0], ds.offset[1]);
    };
    ds.computeVisibleArea = () => {
      const { width, height } = this.canvas;
      const scale = ds.scale * this.#ratio;
      ds.visible_area.set([-ds.offset[0], -ds.offset[1], width / scale, height / scale]);
    };
  }

  #typeOf(link: LLink): string {
    return this.graph?.getNodeById(link.origin_id)?.outputs[link.origin_slot]?.type ?? link.type;
  }

  /** Slots are hit within their reach at any zoom, and along their labels while a link is dragged. */
  #slotAt(node: LGraphNode, isInput: boolean, point: [number, number], place?: [number, number]): number {
    const along = this.connecting_node || this.moved ? node.size[0] / 2 : this.reach;
    const slot = nearestSlot(node, isInput, point, { reach: this.reach, along });
    if (slot >= 0) node.getConnectionPos(isInput, slot, place);
    return slot;
  }
}

// litegraph compares constructors and would refuse a subclass in `attachCanvas`
Object.defineProperty(EditorCanvas.prototype, 'constructor', { value: LGraphCanvas });
