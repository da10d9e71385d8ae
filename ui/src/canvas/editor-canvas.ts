import { LGraph, LGraphCanvas, LiteGraph, type LGraphNode, type LLink, type LooseLink } from 'litegraph.js';
import { METRICS } from '../model/node-layout.ts';
import type { Box, View } from '../input/view.ts';
import { readCanvasTheme, typeColor, type CanvasTheme } from './canvas-theme.ts';
import { EditorNode } from './editor-node.ts';
import { nearestSlot, takesOf, type MovedLinks } from './link-drag.ts';
import { paintLink } from './paint-link.ts';
import { paintNode, type NodePaint } from './paint-node.ts';
import type { Paper } from './paper.ts';
import { placedAt, Scene, type Placed } from './scene.ts';

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
  readonly afterNode: (node: EditorNode, ctx: Paper) => void;
}

/** After so long without a movement the graph is painted where it stands, to less than a pixel. */
const REST_MS = 120;

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
  /** Where stands what is painted. */
  placed: Placed;
  /** What is seen of the graph while the view only moves, in the canvas's stead. */
  readonly scene = new Scene();
  #isStale = true;
  #ratio = 1;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isDestroyed = false;

  constructor(canvas: HTMLCanvasElement, graph: LGraph, hooks: CanvasHooks) {
    super(canvas, null, { skip_events: true, skip_render: true });
    this.hooks = hooks;
    this.theme = readCanvasTheme(true);
    this.allow_searchbox = false;
    this.allow_dragcanvas = false;
    this.placed = placedAt(this.view);
    graph.attachCanvas(this);
  }

  /** Where the canvas looks. */
  get view(): View {
    return { scale: this.ds.scale, offset: [this.ds.offset[0], this.ds.offset[1]] };
  }

  set view({ scale, offset }: View) {
    this.ds.scale = scale;
    [this.ds.offset[0], this.ds.offset[1]] = offset;
    this.#awaitFrame();
  }

  /** What of the graph is seen, in its pixels. */
  get sight(): Box {
    const scale = this.ds.scale * this.#ratio;
    return [-this.ds.offset[0], -this.ds.offset[1], this.canvas.width / scale, this.canvas.height / scale];
  }

  /** Paints before the next frame of the screen; a hidden tab paints nothing. */
  requestFrame(): void {
    this.#isStale = true;
    this.#awaitFrame();
  }

  /** Stops drawing for good. */
  destroy(): void {
    this.#isDestroyed = true;
    clearTimeout(this.#rest);
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

  /** Shows the graph: moved as it is where the view was moved alone, else painted. */
  override draw(): void {
    const { view } = this;
    if (this.canvas.width === 0 || this.canvas.height === 0) return;
    const isMoved = !this.#isStale && view.scale === this.placed.base.scale;
    this.#isStale = false;
    clearTimeout(this.#rest);
    this.canvas.classList.toggle('is-away', isMoved);
    if (isMoved) {
      this.placed = this.scene.show(view, this.canvas, this.#ratio, (to, room) => this.#paint(to, room));
      if (!this.placed.isExact) this.#rest = setTimeout(() => this.requestFrame(), REST_MS);
    } else {
      this.scene.hide();
      this.#paint(this.ctx, 0);
      this.placed = placedAt(view);
    }
  }

  override drawNode(node: LGraphNode, ctx: Paper): void {
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

  override renderLink(ctx: Paper, a: ArrayLike<number>, b: ArrayLike<number>, link: LLink | null): void {
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

  override processNodeWidgets(): null {
    return null; // nodes have fields of the page
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

  #awaitFrame(): void {
    if (this.#frame !== 0 || this.#isDestroyed) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
      this.hooks.onFrame();
    });
  }

  /** @param room how far beyond what is seen, in pixels of the screen */
  #paint(ctx: Paper, room: number): void {
    const { scale, offset } = this.ds;
    const { width, height } = ctx.canvas;
    const zoom = scale * this.#ratio;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.setTransform(zoom, 0, 0, zoom, offset[0] * zoom + room, offset[1] * zoom + room);
    const beyond = room / zoom;
    this.ds.visible_area.set([-offset[0] - beyond, -offset[1] - beyond, width / zoom, height / zoom]);
    this.drawConnections(ctx);
    for (const node of this.computeVisibleNodes(null, this.visible_nodes)) {
      ctx.save();
      ctx.translate(node.pos[0], node.pos[1]);
      this.drawNode(node, ctx);
      ctx.restore();
    }
    if (this.connecting_pos) this.#paintDragged(ctx, this.connecting_pos);
  }

  #paintDragged(ctx: Paper, from: readonly [number, number]): void {
    this.renderLink(ctx, from, this.graph_mouse, null);
    for (const [x, y] of [from, this.graph_mouse]) {
      ctx.beginPath();
      ctx.arc(x, y, 4, 0, Math.PI * 2);
      ctx.fill();
    }
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
