import type { Box, Mask } from './mask.ts';

const TILE = 256;
const MAX_STEPS = 100;
const MAX_BYTES = 64 * 2 ** 20;

/** The tiles that a step changed, as they were before it. */
type Step = Map<number, Uint8Array>;

/** The steps of a mask: each keeps only the tiles that it touched; the oldest go first. */
export class MaskHistory {
  readonly #mask: Mask;
  readonly #across: number;
  #past: Step[] = [];
  #future: Step[] = [];
  #step: Step | undefined;

  constructor(mask: Mask) {
    this.#mask = mask;
    this.#across = Math.ceil(mask.width / TILE);
  }

  /** Whether there is a step to take back. */
  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Whether there is a step to do again. */
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Begins a step. */
  begin(): void {
    this.#step = new Map();
  }

  /** Keeps what a box holds, before it is changed. */
  touch({ left, top, right, bottom }: Box): void {
    if (right <= left || bottom <= top) return;
    const rows = range(Math.floor(top / TILE), Math.floor((bottom - 1) / TILE));
    for (const row of rows)
      for (const column of range(Math.floor(left / TILE), Math.floor((right - 1) / TILE))) {
        const tile = row * this.#across + column;
        if (this.#step && !this.#step.has(tile)) this.#step.set(tile, this.#read(tile));
      }
  }

  /** Keeps the whole mask, before all of it is changed. */
  touchAll(): void {
    this.touch({ left: 0, top: 0, right: this.#mask.width, bottom: this.#mask.height });
  }

  /** Ends the step; one that changed nothing is none. */
  end(): void {
    const step = this.#step;
    this.#step = undefined;
    if (!step || step.size === 0) return;
    this.#past.push(step);
    this.#future = [];
    while (this.#past.length > MAX_STEPS || (this.#bytes() > MAX_BYTES && this.#past.length > 1))
      this.#past.shift();
  }

  /** Takes the unfinished step back, as if it had not begun. */
  cancel(): void {
    if (this.#step) this.#swap(this.#step);
    this.#step = undefined;
  }

  /** Takes the last step back; false when there is none. */
  undo(): boolean {
    return this.#move(this.#past, this.#future);
  }

  /** Does the last undone step again; false when there is none. */
  redo(): boolean {
    return this.#move(this.#future, this.#past);
  }

  #move(from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push(this.#swap(step));
    return true;
  }

  /** Puts tiles back; answers those that were there. */
  #swap(step: Step): Step {
    const now: Step = new Map([...step.keys()].map((tile) => [tile, this.#read(tile)]));
    for (const [tile, bytes] of step) this.#write(tile, bytes);
    return now;
  }

  #read(tile: number): Uint8Array {
    const { left, top, width, height } = this.#place(tile);
    const bytes = new Uint8Array(width * height);
    for (let row = 0; row < height; row += 1) {
      const start = (top + row) * this.#mask.width + left;
      bytes.set(this.#mask.alpha.subarray(start, start + width), row * width);
    }
    return bytes;
  }

  #write(tile: number, bytes: Uint8Array): void {
    const { left, top, width, height } = this.#place(tile);
    for (let row = 0; row < height; row += 1)
      this.#mask.alpha.set(
        bytes.subarray(row * width, (row + 1) * width),
        (top + row) * this.#mask.width + left,
      );
  }

  #place(tile: number): { left: number; top: number; width: number; height: number } {
    const [left, top] = [(tile % this.#across) * TILE, Math.floor(tile / this.#across) * TILE];
    const { width, height } = this.#mask;
    return { left, top, width: Math.min(TILE, width - left), height: Math.min(TILE, height - top) };
  }

  #bytes(): number {
    return this.#past.reduce(
      (sum, step) => sum + [...step.values()].reduce((bytes, tile) => bytes + tile.length, 0),
      0,
    );
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
