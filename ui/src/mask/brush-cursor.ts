import { THRESHOLD, type Point } from './mask.ts';
import type { Painter } from './painter.ts';

/** Key by key, which way the brush goes. */
const WAYS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A step of the arrow keys is this share of the brush, with Shift all of it. */
const STEP = 0.25;

/** The brush that keys lead over the mask: arrows move it, Space paints while it is held, or from one press to the next. */
export class BrushCursor {
  readonly #painter: Painter;
  #at: Point;
  #isHeld = false;
  #hasMoved = false;
  /** Whether keys lead the brush; a pointer takes it over. */
  isShown = false;
  /** Whether a stroke is under way. */
  isDown = false;

  constructor(painter: Painter) {
    this.#painter = painter;
    this.#at = [painter.mask.width / 2, painter.mask.height / 2];
  }

  /** Where the brush is, in pixels of the mask. */
  get at(): Point {
    return this.#at;
  }

  /** Whether the pixel under the brush belongs to the subject. */
  get isMasked(): boolean {
    const { width, height, alpha } = this.#painter.mask;
    const [x, y] = [Math.min(width - 1, this.#at[0]), Math.min(height - 1, this.#at[1])];
    return (alpha[Math.floor(y) * width + Math.floor(x)] ?? 0) >= THRESHOLD;
  }

  /** Takes a key that goes down; answers whether it was for the brush. */
  press(key: string, isShifted: boolean, isRepeat: boolean): boolean {
    const way = WAYS[key];
    if (way) this.#move(way, isShifted);
    else if (key === ' ' && this.isShown) {
      if (!isRepeat) this.#touch(isShifted);
    } else if (key === 'Escape' && this.isDown) this.#cancel();
    else return false;
    return true;
  }

  /** Takes a key that comes up: a stroke that was led while Space was held ends with it. */
  release(key: string): void {
    if (key !== ' ') return;
    this.#isHeld = false;
    if (this.#hasMoved) this.lift();
  }

  /** Ends the stroke. */
  lift(): void {
    if (!this.isDown) return;
    this.isDown = false;
    this.#painter.end();
  }

  /** Leaves the brush to the pointer. */
  hide(): void {
    this.lift();
    this.isShown = false;
  }

  #move([dx, dy]: Point, isFar: boolean): void {
    this.isShown = true;
    const { mask, diameter } = this.#painter;
    const step = Math.max(1, Math.round(diameter * (isFar ? 1 : STEP)));
    const within = (value: number, most: number) => Math.max(0, Math.min(most, value));
    this.#at = [within(this.#at[0] + dx * step, mask.width), within(this.#at[1] + dy * step, mask.height)];
    if (!this.isDown) return;
    this.#painter.extend(this.#at);
    this.#hasMoved ||= this.#isHeld;
  }

  /** With Shift a straight line from the end of the last stroke. */
  #touch(isLine: boolean): void {
    this.#isHeld = true;
    this.#hasMoved = false;
    if (this.isDown) this.lift();
    else {
      this.isDown = true;
      this.#painter.begin(this.#at, undefined, isLine);
    }
  }

  #cancel(): void {
    this.isDown = false;
    this.#painter.cancel();
  }
}
