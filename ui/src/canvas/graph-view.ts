import type { LooseLink } from 'litegraph.js';
import { fitted, graphPoint, panned, zoomed, type Box, type View, type WheelDevice } from '../input/view.ts';
import type { Command } from '../model/command.ts';
import { loopOf, type GraphDocument, type GraphLink } from '../model/document.ts';
import { moveLinks } from '../model/moved-links.ts';
import type { NodeTypes } from '../model/node-type.ts';
import type { WantedSlot } from '../model/search.ts';
import { readCanvasTheme } from './canvas-theme.ts';
import { differenceOf } from './difference.ts';
import { EditorCanvas } from './editor-canvas.ts';
import { EditorNode } from './editor-node.ts';
import { FieldLayer, type RenderBody } from './field-layer.ts';
import { Gestures } from './gestures.ts';
import { Ground } from './ground.ts';
import type { MovedLinks } from './link-drag.ts';
import { paintBody } from './paint-body.ts';
import type { NodePaint } from './paint-node.ts';
import type { Paper } from './paper.ts';
import { reconcile } from './reconcile.ts';
import { ShownGraph } from './shown-graph.ts';
import { watchSize } from './watch-size.ts';

/** A link that was dropped on nothing: where, and what a new node must have to take it. */
interface DroppedLink {
  readonly wanted: WantedSlot;
  readonly end: { readonly from: GraphLink['from'] } | { readonly to: GraphLink['to'] };
  readonly at: readonly [clientX: number, clientY: number];
}

/** What the view asks of and tells the shell. */
export interface GraphViewHooks {
  readonly renderBody: RenderBody;
  readonly paintOf: (id: string) => Omit<NodePaint, 'takes' | 'zoom' | 'isHovered'>;
  readonly isRunning: (id: string) => boolean;
  readonly onCommands: (commands: readonly Command[]) => void;
  readonly onSelect: (ids: readonly string[], isAdding: boolean) => void;
  readonly onDroppedLink: (link: DroppedLink) => void;
  readonly onRefusedLoop: (ids: readonly string[]) => void;
  readonly wheelDevice: () => WheelDevice;
  readonly onViewChange: (view: View) => void;
}

/** The graph on the screen: the one place where a document meets litegraph. */
export class GraphView {
  readonly #stage: HTMLElement;
  readonly #graph = new ShownGraph();
  readonly #canvas: EditorCanvas;
  readonly #layer: FieldLayer;
  readonly #ground = new Ground();
  readonly #gestures: Gestures;
  readonly #views = new Map<string, EditorNode>();
  readonly #box: HTMLElement;
  readonly #hooks: GraphViewHooks;
  readonly #abort = new AbortController();
  /** Whether all controls in sight are there. */
  isSettled = true;
  #doc: GraphDocument | undefined;
  #refused: string[] | undefined;

  /** @param stage an empty element that the graph fills */
  constructor(stage: HTMLElement, hooks: GraphViewHooks) {
    this.#stage = stage;
    this.#hooks = hooks;
    const surface = document.createElement('canvas');
    surface.tabIndex = 0;
    surface.setAttribute('role', 'application');
    const layer = document.createElement('div');
    layer.className = 'node-layer';
    this.#box = document.createElement('div');
    this.#box.className = 'select-box';
    this.#box.hidden = true;
    stage.append(surface);
    this.#layer = new FieldLayer(layer, hooks.renderBody, () => this.redraw());
    this.#canvas = new EditorCanvas(surface, this.#graph, {
      paintOf: (node) => hooks.paintOf(node.docId),
      isFlowing: (node) => hooks.isRunning(node.docId),
      onSelect: hooks.onSelect,
      onLooseLink: (link) => this.#dropped(link),
      onFrame: () => this.#framed(),
      afterNode: (node, ctx) => this.#paintHidden(node, ctx),
    });
    stage.append(this.#ground.element, this.#canvas.scene.element, layer, this.#box);
    this.#gestures = new Gestures(stage, this.#canvas, this.#graph, {
      onGestureEnd: () => this.#gestureEnd(),
      onGestureCancel: () => hooks.onCommands([]),
      wheelDevice: hooks.wheelDevice,
      onMovedLinks: (from, to) => this.#movedLinks(from, to),
      onBox: (box, isAdding) => hooks.onSelect(this.#within(box), isAdding),
      onEmptyClick: () => hooks.onSelect([], false),
      onClick: (node, isAdding) => (isAdding ? undefined : hooks.onSelect([node.docId], false)),
      showBox: (box) => this.#showBox(box),
    });
    watchSize(stage, this.#canvas, this.#abort.signal);
  }

  /** Shows a document; during a drag it waits for the drag's end. */
  show(doc: GraphDocument, types: NodeTypes): void {
    this.#doc = doc;
    if (this.#gestures.isBusy) return;
    reconcile(this.#graph, this.#views, doc, types);
    for (const view of this.#views.values())
      view.mayConnect = (from, slot, to) => this.#mayConnect(from, slot, to);
    this.#canvas.requestFrame();
  }

  /** Draws again, after something changed that is not in the document. */
  redraw(): void {
    this.#canvas.requestFrame();
  }

  /** Shows which nodes are selected. */
  showSelection(ids: ReadonlySet<string>): void {
    this.#canvas.selected_nodes = {};
    for (const [id, view] of this.#views) {
      view.is_selected = ids.has(id);
      if (view.is_selected) this.#canvas.selected_nodes[view.id] = view;
    }
    this.#canvas.requestFrame();
  }

  /** Takes the colours of the page's theme. */
  showTheme(isDark: boolean): void {
    this.#canvas.theme = readCanvasTheme(isDark);
    this.#canvas.requestFrame();
  }

  /** Puts the focus into a field of a node, or into its first one. */
  focusField(node: string, label: string | undefined): void {
    const host = this.hostOf(node);
    if (host) host.style.visibility = 'visible'; // behind another node it cannot take the focus
    const rows = [...(host?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const row = rows.find(({ dataset }) => dataset['row']?.replaceAll(' ', '_') === label) ?? rows[0];
    const control = row?.matches('button')
      ? row
      : row?.querySelector<HTMLElement>('textarea, input, select, button');
    control?.focus();
  }

  /** Where the view looks. */
  get view(): View {
    return this.#canvas.view;
  }

  /** Shows the given nodes, or all. */
  fit(ids?: Iterable<string>): void {
    const views = ids ? [...ids].flatMap((id) => this.#views.get(id) ?? []) : [...this.#views.values()];
    const boxes = (views.length > 0 ? views : [...this.#views.values()]).map(({ box }) => box);
    if (boxes.length === 0) return;
    const [left, top] = [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1]))];
    const [right, bottom] = [
      Math.max(...boxes.map((b) => b[0] + b[2])),
      Math.max(...boxes.map((b) => b[1] + b[3])),
    ];
    const { clientWidth, clientHeight } = this.#stage;
    this.#canvas.view = fitted([left, top, right - left, bottom - top], [clientWidth, clientHeight]);
  }

  /** Zooms about the middle, to a scale. */
  zoomTo(scale: number): void {
    const { clientWidth, clientHeight } = this.#stage;
    this.#canvas.view = zoomed(this.view, scale / this.view.scale, [clientWidth / 2, clientHeight / 2]);
  }

  /** Moves what is seen by pixels of the screen. */
  pan(dx: number, dy: number): void {
    this.#canvas.view = panned(this.view, dx, dy);
  }

  /** The point of the graph under a point of the page. */
  pointAt(clientX: number, clientY: number): [number, number] {
    const { left, top } = this.#stage.getBoundingClientRect();
    return graphPoint(this.view, clientX - left, clientY - top);
  }

  /** The point of the graph in the middle of the view. */
  get middle(): [number, number] {
    return graphPoint(this.view, this.#stage.clientWidth / 2, this.#stage.clientHeight / 2);
  }

  /** The node under a point of the page, and whether its title is there. */
  nodeAt(clientX: number, clientY: number): { id: string; isTitle: boolean } | undefined {
    const [x, y] = this.pointAt(clientX, clientY);
    const node = this.#graph.getNodeOnPos(x, y, undefined, 2);
    return node instanceof EditorNode ? { id: node.docId, isTitle: y < node.pos[1] } : undefined;
  }

  /** The box of a node on the page, title included. */
  rectOf(id: string): DOMRect | undefined {
    const view = this.#views.get(id);
    if (!view) return undefined;
    const [x, y, width, height] = view.box;
    const { scale } = this.view;
    return new DOMRect(...this.#toPage(x, y), width * scale, height * scale);
  }

  /** The centre of a slot on the page. */
  slotOf(id: string, side: 'input' | 'output', name: string): [number, number] | undefined {
    const view = this.#views.get(id);
    const slots = side === 'input' ? view?.layout.inputs : view?.layout.outputs;
    const index = slots?.findIndex((slot) => slot.name === name) ?? -1;
    return view && index >= 0 ? this.#toPage(...view.getConnectionPos(side === 'input', index)) : undefined;
  }

  /** The controls of a node. */
  hostOf(id: string): HTMLElement | undefined {
    const view = this.#views.get(id);
    return view && this.#layer.host(view);
  }

  /** Gives the canvas the keys. */
  focus(): void {
    this.#canvas.canvas.focus();
  }

  /** Ends listening and drawing. */
  destroy(): void {
    this.#abort.abort();
    this.#gestures.destroy();
    this.#canvas.destroy();
    this.#layer.destroy();
    this.#stage.replaceChildren();
  }

  #toPage(x: number, y: number): [number, number] {
    const { left, top } = this.#stage.getBoundingClientRect();
    const { scale, offset } = this.view;
    return [left + (x + offset[0]) * scale, top + (y + offset[1]) * scale];
  }

  #framed(): void {
    const { placed, sight } = this.#canvas;
    this.isSettled = !this.#layer.update(this.#graph, this.#views, placed, sight);
    if (!this.isSettled) this.#canvas.requestFrame();
    this.#ground.place(placed);
    this.#hooks.onViewChange(this.view);
    if ([...this.#views.keys()].some((id) => this.#hooks.isRunning(id)) && !document.hidden)
      setTimeout(() => this.#canvas.requestFrame(), 40);
  }

  #paintHidden(node: EditorNode, ctx: Paper): void {
    const host = this.#layer.hidden(node);
    if (host || this.#layer.isMissing(node)) paintBody(ctx, node, host, this.view.scale, this.#canvas.theme);
  }

  #gestureEnd(): void {
    const doc = this.#doc;
    if (!doc) return;
    const commands = differenceOf(doc, this.#graph);
    const refused = this.#refused;
    this.#refused = undefined;
    this.#hooks.onCommands(refused ? [] : commands); // a link that is refused goes back to where it was
    if (refused) this.#hooks.onRefusedLoop(refused);
  }

  #movedLinks(from: MovedLinks, to: MovedLinks | undefined): void {
    const endOf = ({ node, slot }: MovedLinks) => ({ node: node.docId, slot });
    const moved = this.#doc && moveLinks(this.#doc, endOf(from), to && endOf(to));
    if (moved && 'loop' in moved) this.#hooks.onRefusedLoop(moved.loop);
    else if (moved) this.#hooks.onCommands(moved.commands);
  }

  /** A slot of −1 only asks, for the highlighting of slots. */
  #mayConnect(from: EditorNode, slot: number, to: EditorNode): boolean {
    const loop = this.#doc && loopOf(this.#doc, from.docId, to.docId);
    if (loop && slot >= 0) this.#refused = loop;
    return loop === undefined;
  }

  #dropped({ nodeFrom, slotFrom, nodeTo, slotTo, e }: LooseLink): void {
    const at = [e.clientX, e.clientY] as const;
    if (nodeFrom instanceof EditorNode && slotFrom) {
      const slot = nodeFrom.outputs.indexOf(slotFrom);
      const end = { from: { node: nodeFrom.docId, slot } };
      this.#hooks.onDroppedLink({ wanted: { side: 'input', type: slotFrom.type }, end, at });
    } else if (nodeTo instanceof EditorNode && slotTo) {
      const end = { to: { node: nodeTo.docId, input: slotTo.name } };
      this.#hooks.onDroppedLink({ wanted: { side: 'output', type: slotTo.type }, end, at });
    }
  }

  #within([left, top, width, height]: Box): string[] {
    return [...this.#views.values()].flatMap((view) => {
      const [x, y, w, h] = view.box;
      const isInside = x >= left && y >= top && x + w <= left + width && y + h <= top + height;
      return isInside ? [view.docId] : [];
    });
  }

  #showBox(box: Box | undefined): void {
    this.#box.hidden = box === undefined;
    if (!box) return;
    const { scale, offset } = this.view;
    const [x, y] = [(box[0] + offset[0]) * scale, (box[1] + offset[1]) * scale];
    this.#box.style.transform = `translate(${x}px, ${y}px)`;
    this.#box.style.width = `${box[2] * scale}px`;
    this.#box.style.height = `${box[3] * scale}px`;
  }
}
