import type { LGraph } from 'litegraph.js';
import { graphPoint, panned, wheeled, zoomed, type Box, type WheelDevice } from '../input/view.ts';
import { METRICS } from '../model/node-layout.ts';
import type { EditorCanvas } from './editor-canvas.ts';
import { EditorNode } from './editor-node.ts';
import { beginLink, endLink, letGo, outputForMoved, type MovedLinks } from './link-drag.ts';

/** What the gestures tell. */
export interface GestureHooks {
  readonly onGestureEnd: () => void;
  /** What was dragged is let go of as if it had not been begun. */
  readonly onGestureCancel: () => void;
  /** The links of an output were dropped on another, or on nothing. */
  readonly onMovedLinks: (from: MovedLinks, to: MovedLinks | undefined) => void;
  readonly wheelDevice: () => WheelDevice;
  readonly onBox: (box: Box, isAdding: boolean) => void;
  readonly onEmptyClick: () => void;
  readonly onClick: (node: EditorNode, isAdding: boolean) => void;
  /** Shows the selection box in the graph's pixels; undefined takes it away. */
  readonly showBox: (box: Box | undefined) => void;
}

type Gesture =
  | { readonly kind: 'pan' | 'graph' | 'links' }
  | { readonly kind: 'resize'; readonly node: EditorNode; readonly grip: readonly [number, number] }
  | { readonly kind: 'box'; readonly from: readonly [number, number]; readonly isAdding: boolean };

const CLICK_PX = 4;

/** Pointers and wheel on the canvas: panning and boxes are ours, nodes and links are dragged by litegraph. */
export class Gestures {
  readonly #stage: HTMLElement;
  readonly #canvas: EditorCanvas;
  readonly #graph: LGraph;
  readonly #hooks: GestureHooks;
  readonly #abort = new AbortController();
  readonly #pointers = new Map<number, PointerEvent>();
  #gesture: Gesture | undefined;
  #start: readonly [number, number] = [0, 0];
  #hasMoved = false;
  #isSpaceDown = false;

  constructor(stage: HTMLElement, canvas: EditorCanvas, graph: LGraph, hooks: GestureHooks) {
    this.#stage = stage;
    this.#canvas = canvas;
    this.#graph = graph;
    this.#hooks = hooks;
    const { signal } = this.#abort;
    const surface = canvas.canvas;
    stage.addEventListener('pointerdown', (event) => this.#down(event), { signal, capture: true });
    surface.addEventListener('pointermove', (event) => this.#move(event), { signal });
    surface.addEventListener('pointerup', (event) => this.#up(event), { signal });
    surface.addEventListener('pointercancel', (event) => this.#up(event), { signal });
    stage.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    window.addEventListener('keydown', (event) => this.#space(event, true), { signal });
    window.addEventListener('keyup', (event) => this.#space(event, false), { signal });
  }

  /** Ends all listening. */
  destroy(): void {
    this.#abort.abort();
  }

  /** Whether a drag is under way, during which the document is not shown anew. */
  get isBusy(): boolean {
    return this.#gesture !== undefined && ['graph', 'links', 'resize'].includes(this.#gesture.kind);
  }

  /** The view is moved from wherever the pointer is, from fields too. */
  #down(event: PointerEvent): void {
    if (event.target !== this.#canvas.canvas) {
      if (!this.#isPan(event)) return;
      event.preventDefault();
      event.stopPropagation();
    }
    this.#pointers.set(event.pointerId, event);
    if (this.#pointers.size > 1) {
      this.#cancel();
      return;
    }
    if (event.button === 2) return;
    this.#canvas.isTouched = event.pointerType === 'touch';
    this.#canvas.canvas.setPointerCapture(event.pointerId);
    this.#start = [event.clientX, event.clientY];
    this.#hasMoved = false;
    this.#gesture = this.#begun(event, this.#point(event));
    this.#canvas.canvas.focus();
    this.#canvas.requestFrame();
  }

  #begun(event: PointerEvent, at: [number, number]): Gesture {
    const canvas = this.#canvas;
    if (this.#isPan(event)) return { kind: 'pan' };
    const [near, node] = [this.#nodeAt(at, canvas.reach), this.#nodeAt(at)];
    if ([near, node].some((each) => each && beginLink(canvas, each, at, event.shiftKey)))
      return { kind: canvas.moved ? 'links' : 'graph' };
    if (event.ctrlKey || event.metaKey || (event.shiftKey && !node))
      return { kind: 'box', from: at, isAdding: event.shiftKey };
    const grip = this.#gripAt(at);
    if (grip) return this.#resized(grip, at);
    if (!node) return { kind: 'pan' };
    canvas.processMouseDown(event);
    return { kind: 'graph' };
  }

  #isPan({ button }: PointerEvent): boolean {
    return button === 1 || this.#isSpaceDown;
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (this.#pointers.size === 2 && before) {
      this.#pinch(event, before);
      return;
    }
    if (before) this.#pointers.set(event.pointerId, event);
    const [dx, dy] = [event.clientX - this.#start[0], event.clientY - this.#start[1]];
    this.#hasMoved ||= Math.hypot(dx, dy) > CLICK_PX;
    if (this.#gesture?.kind === 'pan' && before)
      this.#canvas.view = panned(
        this.#canvas.view,
        event.clientX - before.clientX,
        event.clientY - before.clientY,
      );
    else if (this.#gesture?.kind === 'box')
      this.#hooks.showBox(boxOf(this.#gesture.from, this.#point(event)));
    else if (this.#gesture?.kind === 'resize') {
      const { node, grip } = this.#gesture;
      const [x, y] = this.#point(event);
      const least = node.layout.minimum;
      node.setSize([Math.max(least[0], grip[0] + x), Math.max(least[1], grip[1] + y)]);
      this.#canvas.requestFrame();
    } else if (this.isBusy) {
      this.#canvas.processMouseMove(event);
      this.#canvas.requestFrame();
    }
    this.#hover(event);
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (gesture?.kind === 'graph' || gesture?.kind === 'links') {
      if (gesture.kind === 'links') this.#dropLinks(event);
      else {
        const at = this.#point(event);
        const near = this.#nodeAt(at, this.#canvas.reach);
        if (!near || !endLink(this.#canvas, near, at)) this.#canvas.processMouseUp(event);
        this.#hooks.onGestureEnd();
      }
      const node = this.#nodeAt(this.#point(event));
      const isAdding = event.shiftKey || event.ctrlKey || event.metaKey;
      if (!this.#hasMoved && node) this.#hooks.onClick(node, isAdding);
    } else if (gesture?.kind === 'resize') this.#hooks.onGestureEnd();
    else if (gesture?.kind === 'box') {
      this.#hooks.showBox(undefined);
      const node = this.#hasMoved ? undefined : this.#nodeAt(gesture.from);
      if (node) this.#canvas.processNodeSelected(node, event);
      else this.#hooks.onBox(boxOf(gesture.from, this.#point(event)), gesture.isAdding);
    } else if (gesture && !this.#hasMoved && event.button === 0) this.#hooks.onEmptyClick();
    this.#hover(event);
    this.#canvas.requestFrame();
  }

  #dropLinks(event: PointerEvent): void {
    const canvas = this.#canvas;
    const from = canvas.moved;
    const at = this.#point(event);
    const node = this.#nodeAt(at, canvas.reach);
    const slot = node ? outputForMoved(canvas, node, at) : -1;
    canvas.moved = undefined;
    if (!from || !this.#hasMoved || (node && slot < 0)) return;
    this.#hooks.onMovedLinks(from, node && { node, slot });
  }

  /** A second finger takes back what the first one began. */
  #cancel(): void {
    const wasBusy = this.isBusy;
    letGo(this.#canvas);
    this.#gesture = undefined;
    if (wasBusy) this.#hooks.onGestureCancel();
    this.#hooks.showBox(undefined);
  }

  #pinch(event: PointerEvent, before: PointerEvent): void {
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (!other) return;
    const distance = (a: PointerEvent) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
    const [x, y] = this.#screen((event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    const moved = panned(
      this.#canvas.view,
      (event.clientX - before.clientX) / 2,
      (event.clientY - before.clientY) / 2,
    );
    this.#canvas.view = zoomed(moved, distance(event) / Math.max(1, distance(before)), [x, y]);
    this.#pointers.set(event.pointerId, event);
  }

  #wheel(event: WheelEvent): void {
    const isText = event.target instanceof HTMLTextAreaElement && document.activeElement === event.target;
    if (isText && !event.ctrlKey) return;
    event.preventDefault();
    this.#canvas.view = wheeled(this.#canvas.view, {
      dx: event.deltaX,
      dy: event.deltaY,
      mode: event.deltaMode,
      isZoom: event.ctrlKey || event.metaKey,
      device: this.#hooks.wheelDevice(),
      at: this.#screen(event.clientX, event.clientY),
    });
  }

  #resized(node: EditorNode, [x, y]: readonly [number, number]): Gesture {
    this.#canvas.bringToFront(node);
    return { kind: 'resize', node, grip: [node.size[0] - x, node.size[1] - y] };
  }

  #hover(event: PointerEvent): void {
    const surface = this.#canvas.canvas;
    if (this.#gesture?.kind === 'pan' || this.#isSpaceDown) {
      surface.style.cursor = 'grabbing';
      return;
    }
    const at = this.#point(event);
    const [node, near] = [this.#nodeAt(at), this.#nodeAt(at, this.#canvas.reach)];
    if (node !== this.#canvas.hovered) this.#canvas.requestFrame();
    this.#canvas.hovered = node;
    if (near && this.#isSlot(near, at)) surface.style.cursor = 'crosshair';
    else if (this.#gripAt(at)) surface.style.cursor = 'nwse-resize';
    else surface.style.cursor = node && !node.node.isPinned ? 'move' : 'default';
  }

  #space(event: KeyboardEvent, isDown: boolean): void {
    if (event.code === 'Space' && (event.target === this.#canvas.canvas || event.target === document.body)) {
      this.#isSpaceDown = isDown;
      event.preventDefault();
    } else if (!isDown) this.#isSpaceDown = false;
  }

  /** The node whose corner is at a point; one that lies under the point goes before one whose corner is near. */
  #gripAt(at: readonly [number, number]): EditorNode | undefined {
    const node = this.#nodeAt(at);
    const nodes = node ? [node] : this.#graph._nodes.filter((each) => each instanceof EditorNode);
    return nodes.findLast((each) => isGrip(each, at, 2 * this.#canvas.reach));
  }

  #isSlot(node: EditorNode, [x, y]: readonly [number, number]): boolean {
    return this.#canvas.isOverNodeInput(node, x, y) >= 0 || this.#canvas.isOverNodeOutput(node, x, y) >= 0;
  }

  /** The node under a point, its slots included, which stick out. */
  #nodeAt([x, y]: readonly [number, number], margin = 6): EditorNode | undefined {
    const node = this.#graph.getNodeOnPos(x, y, undefined, margin);
    return node instanceof EditorNode && y >= node.pos[1] - METRICS.title ? node : undefined;
  }

  #point(event: PointerEvent): [number, number] {
    return graphPoint(this.#canvas.view, ...this.#screen(event.clientX, event.clientY));
  }

  #screen(clientX: number, clientY: number): [number, number] {
    const { left, top } = this.#stage.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }
}

/**
 * Whether a point is at the corner of a node, which is as large as its reach: of a node that is small on the screen a third
 * at most, the rest lies outside.
 */
function isGrip(
  { pos, size, flags, node }: EditorNode,
  at: readonly [number, number],
  reach: number,
): boolean {
  if (flags.collapsed || node.isPinned) return false;
  return ([0, 1] as const).every((axis) => {
    const beyond = at[axis] - pos[axis] - size[axis];
    const inside = Math.min(METRICS.padding, size[axis] / 3);
    return beyond > -inside && beyond <= reach - inside;
  });
}

function boxOf(a: readonly [number, number], b: readonly [number, number]): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];
}
