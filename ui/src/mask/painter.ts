import { MaskHistory } from './mask-history.ts';
import {
  feather,
  fillOutline,
  isOutline,
  paintSegment,
  segmentBox,
  type Box,
  type Brush,
  type Mask,
  type Point,
} from './mask.ts';

const SIZES = { least: 2, most: 512, start: 0.08, factor: 1.25 } as const;

/** Paints a mask and shows it on a canvas of the mask's own pixels. */
export class Painter {
  readonly mask: Mask;
  readonly history: MaskHistory;
  /** In pixels of the mask. */
  diameter: number;
  /** 0 … 1. */
  softness = 0;
  isErasing = false;
  /** How far the edge is softened at once, in pixels of the mask. */
  feather = 4;
  /** Whether a closed stroke fills its inside. */
  fillsOutlines: boolean;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #onChange: () => void;
  readonly #onStroke: () => void;
  #color: readonly [number, number, number] = [92, 94, 224];
  #stroke: { readonly points: Point[]; readonly radius: number } | undefined;
  #lastEnd: Point | undefined;

  /**
   * @param tells `onChange` of each finished step, `onStroke` of each part of an unfinished one
   */
  constructor(
    canvas: HTMLCanvasElement,
    mask: Mask,
    fillsOutlines: boolean,
    { onChange, onStroke }: { readonly onChange: () => void; readonly onStroke: () => void },
  ) {
    this.mask = mask;
    this.history = new MaskHistory(mask);
    this.fillsOutlines = fillsOutlines;
    this.diameter = Math.max(SIZES.least, Math.round(Math.min(mask.width, mask.height) * SIZES.start));
    [canvas.width, canvas.height] = [mask.width, mask.height];
    this.#context = canvas.getContext('2d');
    this.#onChange = onChange;
    this.#onStroke = onStroke;
    this.#draw(this.#whole());
  }

  /** Begins a stroke with a disc; with `isLine` it comes straight from the end of the last one. */
  begin(at: Point, pressure: number | undefined, isLine: boolean): void {
    const factor = pressure === undefined ? 1 : Math.max(0.2, Math.min(2, 2 * pressure));
    const start = isLine && this.#lastEnd ? this.#lastEnd : at;
    this.history.begin();
    this.#stroke = { points: [start], radius: (this.diameter * factor) / 2 };
    this.#segment(start, at);
  }

  /** Goes on with the stroke. */
  extend(to: Point): void {
    const from = this.#stroke?.points.at(-1);
    if (from) this.#segment(from, to);
  }

  /** Ends the stroke; one that goes round something fills it in the same step. */
  end(): void {
    const stroke = this.#stroke;
    this.#stroke = undefined;
    if (!stroke) return;
    if (this.fillsOutlines && isOutline(stroke.points, stroke.radius, this.mask.width)) {
      this.history.touchAll();
      fillOutline(this.mask, stroke.points, this.isErasing ? 0 : 255);
      this.#draw(this.#whole());
    }
    this.#lastEnd = stroke.points.at(-1);
    this.history.end();
    this.#onChange();
  }

  /** Takes the stroke back as if it had not begun. */
  cancel(): void {
    if (!this.#stroke) return;
    this.#stroke = undefined;
    this.history.cancel();
    this.#draw(this.#whole());
    this.#onStroke();
  }

  /** Changes the whole mask in one step. */
  change(how: (mask: Mask) => void): void {
    this.history.begin();
    this.history.touchAll();
    how(this.mask);
    this.history.end();
    this.#shown();
  }

  /** Softens the edge of the mask. */
  soften(): void {
    if (this.feather >= 1) this.change((mask) => feather(mask, this.feather));
  }

  /** Takes the last step back. */
  undo(): void {
    if (this.history.undo()) this.#shown();
  }

  /** Does the last undone step again. */
  redo(): void {
    if (this.history.redo()) this.#shown();
  }

  /** Makes the brush one step larger or smaller. */
  resize(steps: number): void {
    const next = this.diameter * SIZES.factor ** steps;
    this.diameter = Math.round(Math.max(SIZES.least, Math.min(SIZES.most, next)));
  }

  /** Shows the mask in another colour. */
  tint(color: readonly [number, number, number]): void {
    if (color === this.#color) return;
    this.#color = color;
    this.#draw(this.#whole());
  }

  #segment(from: Point, to: Point): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    const brush: Brush = { radius: stroke.radius, softness: this.softness, isEraser: this.isErasing };
    const box = segmentBox(this.mask, from, to, stroke.radius);
    this.history.touch(box);
    paintSegment(this.mask, from, to, brush);
    stroke.points.push(to);
    this.#draw(box);
    this.#onStroke();
  }

  #shown(): void {
    this.#draw(this.#whole());
    this.#onChange();
  }

  #whole(): Box {
    return { left: 0, top: 0, right: this.mask.width, bottom: this.mask.height };
  }

  #draw({ left, top, right, bottom }: Box): void {
    const [width, height] = [right - left, bottom - top];
    if (!this.#context || width <= 0 || height <= 0) return;
    const picture = new ImageData(width, height);
    const pixels = new Uint32Array(picture.data.buffer); // red is the lowest byte on all that browsers run on
    const [red, green, blue] = this.#color;
    const color = (blue << 16) | (green << 8) | red;
    for (let y = 0; y < height; y += 1) {
      const from = (top + y) * this.mask.width + left;
      for (let x = 0; x < width; x += 1)
        pixels[y * width + x] = ((this.mask.alpha[from + x] ?? 0) << 24) | color;
    }
    this.#context.putImageData(picture, left, top);
  }
}
