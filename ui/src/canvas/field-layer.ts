import type { LGraph } from 'litegraph.js';
import { METRICS } from '../model/node-layout.ts';
import type { View } from '../input/view.ts';
import { EditorNode } from './editor-node.ts';

/** Fills a host with the controls of a node, or with undefined empties it. */
export type RenderBody = (host: HTMLElement, node: string | undefined) => void;

/** Below this zoom controls are painted, not shown. */
const LEAST_ZOOM = 0.3;

interface Host {
  readonly element: HTMLElement;
  place: string;
  isShown: boolean;
}

/** Real controls over the canvas: one host a node, moved with the view by a single transform. */
export class FieldLayer {
  readonly #layer: HTMLElement;
  readonly #render: RenderBody;
  readonly #hosts = new Map<string, Host>();

  constructor(layer: HTMLElement, render: RenderBody) {
    this.#layer = layer;
    this.#render = render;
  }

  /** Puts the hosts where their nodes are, hides those that are far, folded or behind another node. */
  update(graph: LGraph, views: ReadonlyMap<string, EditorNode>, { scale, offset }: View): void {
    this.#layer.style.transform = `scale(${scale}) translate(${offset[0]}px, ${offset[1]}px)`;
    for (const id of this.#hosts.keys()) if (!views.has(id)) this.#drop(id);
    const drawn = graph._nodes.filter((node) => node instanceof EditorNode);
    drawn.forEach((view, index) => {
      const host = this.#hostOf(view);
      const place = [view.pos[0], view.pos[1], view.size[0], view.size[1], view.layout.bodyTop, index].join();
      if (place !== host.place) move(host.element, view, index);
      host.place = place;
      const isFocused = host.element.contains(document.activeElement);
      const isShown =
        view.flags.collapsed !== true &&
        (isFocused || (scale >= LEAST_ZOOM && !isCovered(view, drawn, index)));
      if (isShown !== host.isShown) host.element.style.visibility = isShown ? 'visible' : 'hidden';
      host.isShown = isShown;
      host.element.classList.toggle('is-off', view.node.state !== 'on');
    });
  }

  /** The host of a node when it is hidden though its node is open: what it holds has to be painted. */
  hidden(view: EditorNode): HTMLElement | undefined {
    const host = this.#hosts.get(view.docId);
    return host && !host.isShown && view.flags.collapsed !== true ? host.element : undefined;
  }

  /** The host of a node. */
  host(id: string): HTMLElement | undefined {
    return this.#hosts.get(id)?.element;
  }

  /** Takes all hosts away. */
  destroy(): void {
    for (const id of [...this.#hosts.keys()]) this.#drop(id);
  }

  #hostOf(view: EditorNode): Host {
    const known = this.#hosts.get(view.docId);
    if (known) return known;
    const element = document.createElement('div');
    element.className = 'node-body';
    element.dataset['node'] = view.docId;
    this.#layer.append(element);
    this.#render(element, view.docId);
    const host: Host = { element, place: '', isShown: true };
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

function move(element: HTMLElement, view: EditorNode, index: number): void {
  const top = view.pos[1] + view.layout.bodyTop;
  element.style.transform = `translate(${view.pos[0]}px, ${top}px)`;
  element.style.width = `${view.size[0]}px`;
  element.style.height = `${Math.max(0, view.size[1] - view.layout.bodyTop)}px`;
  element.style.zIndex = String(index);
}

/** Whether a node that is drawn later lies over the controls of one. */
function isCovered(view: EditorNode, drawn: readonly EditorNode[], index: number): boolean {
  const [left, top] = [view.pos[0], view.pos[1] + view.layout.bodyTop];
  const [right, bottom] = [view.pos[0] + view.size[0], view.pos[1] + view.size[1]];
  return drawn.slice(index + 1).some((other) => {
    const otherTop = other.pos[1] - METRICS.title;
    const otherBottom = other.flags.collapsed ? other.pos[1] : other.pos[1] + other.size[1];
    return (
      other.pos[0] < right && other.pos[0] + other.size[0] > left && otherTop < bottom && otherBottom > top
    );
  });
}
