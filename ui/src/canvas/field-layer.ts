import type { LGraph } from 'litegraph.js';
import { overlaps, type Box } from '../input/view.ts';
import { EditorNode } from './editor-node.ts';
import { forgetRows } from './paint-body.ts';
import { translation, type Placed } from './scene.ts';

/** Fills a host with the controls of a node, or with undefined empties it. */
export type RenderBody = (host: HTMLElement, node: string | undefined) => void;

/** Below this zoom controls are painted, not shown. */
const LEAST_ZOOM = 0.3;
/** How long a frame may take to make controls; those that are not made yet are painted until they are. */
const MAKING_MS = 5;

interface Host {
  readonly element: HTMLElement;
  readonly place: [left: number, top: number, width: number, height: number, depth: number];
  isShown: boolean;
}

/** Real controls over the canvas: one host a node that was in sight, all moved with the view at once. */
export class FieldLayer {
  readonly #layer: HTMLElement;
  /** Within the layer, which is moved as it is painted, what scales the hosts: letters are painted at their size. */
  readonly #hosted = document.createElement('div');
  readonly #render: RenderBody;
  readonly #hosts = new Map<string, Host>();
  readonly #changes = new MutationObserver((records) => {
    for (const { target } of records)
      if (target instanceof Element) forgetRows(target.closest<HTMLElement>('.node-body'));
  });

  /** @param onPicture called when a picture of a control has come */
  constructor(layer: HTMLElement, render: RenderBody, onPicture: () => void) {
    this.#layer = layer;
    this.#render = render;
    layer.append(this.#hosted);
    layer.addEventListener('load', onPicture, { capture: true });
    this.#changes.observe(layer, { childList: true, subtree: true });
  }

  /**
   * Puts the hosts in sight where their nodes are, hides those that are folded or behind another node, makes those that are
   * missing; answers whether some came or went, or have to wait: what is painted in their stead is another then.
   * @param sight what of the graph is seen, in its pixels
   */
  update(
    graph: LGraph,
    views: ReadonlyMap<string, EditorNode>,
    { base: { scale, offset }, shift }: Placed,
    sight: Box,
  ): boolean {
    for (const id of this.#hosts.keys()) if (!views.has(id)) this.#drop(id);
    const until = performance.now() + MAKING_MS;
    const near: EditorNode[] = [];
    graph._nodes.forEach((node, depth) => {
      if (!(node instanceof EditorNode)) return;
      const host = this.#hosts.get(node.docId);
      if (host) move(host, node, depth);
      if (overlaps(node.box, sight)) near.push(node);
      else if (host && scale < LEAST_ZOOM) this.#reveal(host, hasFocus(host));
    });
    let isOther = false;
    near.forEach((view, index) => {
      const known = this.#hosts.get(view.docId);
      if (!known && (view.flags.collapsed === true || (scale < LEAST_ZOOM && !hasPicture(view)))) return;
      if (!known && performance.now() > until) isOther = true;
      else if (
        this.#show(known ?? this.#made(view, graph._nodes.indexOf(view)), near, index, scale) ||
        !known
      )
        isOther = true;
    });
    if ([...this.#hosts.values()].some(({ isShown }) => isShown)) {
      this.#layer.style.transform = translation(shift);
      const [left, top] = [wholePixel(offset[0] * scale), wholePixel(offset[1] * scale)];
      this.#hosted.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    }
    return isOther;
  }

  /** The host of a node when it is hidden though its node is open: what it holds has to be painted. */
  hidden(view: EditorNode): HTMLElement | undefined {
    const host = this.#hosts.get(view.docId);
    return host && !host.isShown && view.flags.collapsed !== true ? host.element : undefined;
  }

  /** Whether the controls of an open node are not made: they have to be painted without them. */
  isMissing(view: EditorNode): boolean {
    return view.flags.collapsed !== true && !this.#hosts.has(view.docId);
  }

  /** The host of a node, made if it was not in sight yet. */
  host(view: EditorNode): HTMLElement {
    return (this.#hosts.get(view.docId) ?? this.#made(view)).element;
  }

  /** Takes all hosts away. */
  destroy(): void {
    this.#changes.disconnect();
    for (const id of [...this.#hosts.keys()]) this.#drop(id);
  }

  /** Answers whether a host came or went. */
  #show(host: Host, near: readonly EditorNode[], index: number, scale: number): boolean {
    const view = near[index];
    if (!view) return false;
    host.element.classList.toggle('is-off', view.node.state !== 'on');
    const isOpen = view.flags.collapsed !== true;
    return this.#reveal(host, isOpen && (hasFocus(host) || (scale >= LEAST_ZOOM && !isCovered(near, index))));
  }

  #reveal(host: Host, isShown: boolean): boolean {
    if (isShown === host.isShown) return false;
    host.element.style.visibility = isShown ? 'visible' : 'hidden';
    host.isShown = isShown;
    return true;
  }

  #made(view: EditorNode, depth = 0): Host {
    const element = document.createElement('div');
    element.className = 'node-body';
    element.dataset['node'] = view.docId;
    this.#hosted.append(element);
    this.#render(element, view.docId);
    const host: Host = { element, place: [NaN, NaN, NaN, NaN, NaN], isShown: true };
    move(host, view, depth);
    this.#hosts.set(view.docId, host);
    return host;
  }

  #drop(id: string): void {
    const host = this.#hosts.get(id);
    if (!host) return;
    this.#render(host.element, undefined);
    host.element.remove();
    this.#hosts.delete(id);
  }
}

/** A length in CSS pixels, made a whole one of the screen: letters and edges are sharp there. */
function wholePixel(css: number): number {
  return Math.round(css * window.devicePixelRatio) / window.devicePixelRatio;
}

function hasFocus({ element }: Host): boolean {
  return element.contains(document.activeElement);
}

/** Pictures are shown from afar too. */
function hasPicture({ layout }: EditorNode): boolean {
  return layout.picture !== undefined || layout.fields.some(({ kind }) => kind === 'photo');
}

function move({ element, place }: Host, view: EditorNode, depth: number): void {
  const [left, top, width, height] = [
    view.pos[0],
    view.pos[1] + view.layout.bodyTop,
    view.size[0],
    Math.max(0, view.size[1] - view.layout.bodyTop),
  ];
  if (left !== place[0] || top !== place[1]) element.style.transform = `translate(${left}px, ${top}px)`;
  if (width !== place[2]) element.style.width = `${width}px`;
  if (height !== place[3]) element.style.height = `${height}px`;
  if (depth !== place[4]) element.style.zIndex = String(depth);
  place.splice(0, 5, left, top, width, height, depth);
}

/** Whether a node that is drawn later lies over the controls of one. */
function isCovered(near: readonly EditorNode[], index: number): boolean {
  const view = near[index];
  if (!view) return false;
  const { bodyTop } = view.layout;
  const body: Box = [view.pos[0], view.pos[1] + bodyTop, view.size[0], view.size[1] - bodyTop];
  for (let other = index + 1; other < near.length; other += 1) {
    const later = near[other];
    if (later && overlaps(later.box, body)) return true;
  }
  return false;
}
