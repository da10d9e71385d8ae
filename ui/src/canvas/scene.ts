import { shiftBetween, type View } from '../input/view.ts';
import type { Paper } from './paper.ts';

/** How far beyond what is seen things are painted, in CSS pixels. */
export const ROOM = 256;

/** Farther off than this part of a pixel, what is shown moved is not what would be painted. */
const TOLERANCE = 0.01;

/** Where what is painted stands. */
export interface Placed {
  /** The view that it was painted for. */
  readonly base: View;
  /** How far it was moved since, in CSS pixels that make whole ones of the screen: nothing blurs. */
  readonly shift: readonly [number, number];
  /** Whether it stands where the view is, not only within half a pixel. */
  readonly isExact: boolean;
}

/** Something that was painted for a view and stands there. */
export function placedAt(base: View): Placed {
  return { base, shift: [0, 0], isExact: true };
}

/** Something that was painted for one view, moved by whole pixels of the screen to where another of the same scale looks. */
function placedNear(base: View, view: View, ratio: number): Placed | undefined {
  const shift = shiftBetween(base, view);
  if (!shift) return undefined;
  const [x, y] = [shift[0] * ratio, shift[1] * ratio];
  const [wholeX, wholeY] = [Math.round(x), Math.round(y)];
  const isExact = Math.abs(x - wholeX) < TOLERANCE && Math.abs(y - wholeY) < TOLERANCE;
  return { base, shift: [wholeX / ratio, wholeY / ratio], isExact };
}

/** The movement of a shift, for a style. */
export function translation([x, y]: Placed['shift']): string {
  return `translate(${x}px, ${y}px)`;
}

/** The graph painted once, with room around what is seen, and shown moved while the view only moves. */
export class Scene {
  /** Shows a finished picture: a canvas to draw on would be copied in each frame that moves it. */
  readonly element = document.createElement('canvas');
  readonly #shown = this.element.getContext('bitmaprenderer');
  readonly #surface = new OffscreenCanvas(1, 1);
  readonly #ctx = this.#surface.getContext('2d');
  #base: View | undefined;

  constructor() {
    this.element.className = 'scene';
    this.element.hidden = true;
  }

  /** Hides what is painted, after something of it changed. */
  hide(): void {
    this.#base = undefined;
    this.element.hidden = true;
  }

  /**
   * Shows the graph at a view, painted anew only where the room around it is used up.
   * @param size of what is seen, in pixels of the screen
   * @param ratio pixels of the screen for one of CSS
   * @param paint paints the graph as it is in the view, moved by the room in pixels of the screen
   */
  show(
    view: View,
    size: { readonly width: number; readonly height: number },
    ratio: number,
    paint: (ctx: Paper, room: number) => void,
  ): Placed {
    const room = Math.floor(ROOM * ratio);
    const placed = this.#base && placedNear(this.#base, view, ratio);
    const isNear = placed?.shift.every((css) => Math.abs(css * ratio) <= room) === true;
    if (isNear) {
      this.element.style.transform = translation(placed.shift);
      return placed;
    }
    this.#fit(size.width + 2 * room, size.height + 2 * room, ratio);
    this.element.style.inset = `${-room / ratio}px auto auto ${-room / ratio}px`;
    this.element.style.transform = '';
    this.element.hidden = false;
    if (this.#ctx) paint(this.#ctx, room);
    this.#shown?.transferFromImageBitmap(this.#surface.transferToImageBitmap());
    this.#base = view;
    return placedAt(view);
  }

  #fit(width: number, height: number, ratio: number): void {
    const { element } = this;
    [this.#surface.width, this.#surface.height] = [width, height];
    element.style.width = `${width / ratio}px`;
    element.style.height = `${height / ratio}px`;
  }
}
