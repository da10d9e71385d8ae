import { crop } from '../image/crop.ts';
import type { Box } from '../image/mask.ts';
import { resizeBilinear } from '../image/resize.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import { Fourier, type ComplexGrid } from './fourier.ts';
import { COPY_SIDE, type OpponentPlanes } from './opponent-planes.ts';

/** Sizes of the object that are tried, as shares of its size in the reference: 0.35, 0.40 … 1.20. */
const SCALES = Array.from({ length: 18 }, (_, i) => (35 + 5 * i) / 100);
/** The share of the object that lies inside the frame at least. */
const INSIDE = 0.6;
/** Wide enough for a correlation without wrapping round, but for positions where the object is outside anyway. */
export const GRID = 2 * COPY_SIDE;
/** Variance of a pixel below which a region counts as flat, and resembles nothing. */
export const FLAT = 1e-6;

/** Transforms grids of `GRID` × `GRID`. */
export const fourier = new Fourier(GRID);

/** An object at one size, as it is or mirrored, with all that does not depend on the picture that it is looked for in. */
export interface ObjectTemplate {
  /** Spectra of the mask, and of the object's planes, zero outside the mask. */
  readonly mask: ComplexGrid;
  readonly planes: readonly ComplexGrid[];
  /** The cells of the grid where enough of the object is inside the frame and not flat. */
  readonly cells: Uint16Array;
  /** For each of them: pixels inside, the sum of each plane over them, and the variance of all planes times the pixels. */
  readonly own: Float64Array;
  /** Which pixels of it are the object's: rows of `width`, 0 or 1. */
  readonly shape: { readonly height: number; readonly width: number; readonly mask: Float64Array };
}

/** Numbers that `own` has for each cell. */
export const OWN = 5;

/** An object before its spectra are taken. */
interface Cutting {
  readonly height: number;
  readonly width: number;
  readonly planes: readonly Float64Array[];
  readonly mask: Float64Array;
}

/**
 * The object of a reference at every size that is tried, as it is and mirrored.
 * @param mask the object's pixels, 64 × 64 of 0 or 1 @param box the smallest box around them
 */
export function objectTemplates(reference: OpponentPlanes, mask: Float64Array, box: Box): ObjectTemplate[] {
  const object = cutOut(reference, mask, box);
  return SCALES.flatMap((size) =>
    [false, true].map((isMirrored) => {
      const cutting = cuttingOf(object, size, isMirrored);
      return {
        mask: spectrum(cutting.mask, cutting.width),
        planes: cutting.planes.map((plane) => spectrum(plane, cutting.width)),
        ...placesOf(cutting),
        shape: { height: cutting.height, width: cutting.width, mask: cutting.mask },
      };
    }),
  );
}

/** The transform of values in the corner of a grid of zeros. @param values rows of `width` numbers */
export function spectrum(values: Float64Array, width: number): ComplexGrid {
  const grid = { re: new Float64Array(GRID ** 2), im: new Float64Array(GRID ** 2) };
  for (let from = 0; from < values.length; from += width)
    grid.re.set(values.subarray(from, from + width), (from / width) * GRID);
  fourier.forward(grid, values.length / width);
  return grid;
}

/** The object with its mask as a fourth channel. @returns [1, h, w, 4] */
function cutOut(planes: OpponentPlanes, mask: Float64Array, box: Box): Tensor {
  const channels = [...planes, mask];
  const all = Float32Array.from({ length: 4 * COPY_SIDE ** 2 }, (_, i) => channels[i % 4]?.[i >> 2] ?? 0);
  return crop(tensor(all, [1, COPY_SIDE, COPY_SIDE, 4]), box, 'edge');
}

function cuttingOf(object: Tensor, size: number, isMirrored: boolean): Cutting {
  const [, tall = 1, wide = 1] = object.dims;
  const [height, width] = [Math.max(1, Math.round(tall * size)), Math.max(1, Math.round(wide * size))];
  const { data } = resizeBilinear(object, { height, width });
  const at = (i: number, channel: number): number => {
    const x = i % width;
    return data[4 * (i - x + (isMirrored ? width - 1 - x : x)) + channel] ?? 0;
  };
  const mask = Float64Array.from({ length: height * width }, (_, i) => (at(i, 3) >= 0.5 ? 1 : 0));
  const planes = [0, 1, 2].map((c) => mask.map((m, i) => m * at(i, c)));
  return { height, width, planes, mask };
}

function placesOf({ height, width, planes, mask }: Cutting): Pick<ObjectTemplate, 'cells' | 'own'> {
  const covered = cornerSums(mask, height, width);
  const inside = [...planes, squaresOf(planes)].map((values) => cornerSums(values, height, width));
  const whole = mask.reduce((sum, m) => sum + m, 0);
  const [cells, own]: [number[], number[]] = [[], []];
  for (let y = Math.max(1 - height, -COPY_SIDE); y < COPY_SIDE; y += 1)
    for (let x = Math.max(1 - width, -COPY_SIDE); x < COPY_SIDE; x += 1) {
      const n = rectangleSum(covered, height, width, y, x);
      if (n === 0 || n < INSIDE * whole) continue;
      const [a = 0, b = 0, c = 0, squares = 0] = inside.map((sums) =>
        rectangleSum(sums, height, width, y, x),
      );
      const variance = squares - (a * a + b * b + c * c) / n;
      if (variance < FLAT * n) continue;
      cells.push(((y + GRID) % GRID) * GRID + ((x + GRID) % GRID));
      own.push(n, a, b, c, variance);
    }
  return { cells: Uint16Array.from(cells), own: Float64Array.from(own) };
}

const squaresOf = (planes: readonly Float64Array[]): Float64Array =>
  planes.reduce(
    (sum, plane) => sum.map((s, i) => s + (plane[i] ?? 0) ** 2),
    new Float64Array(planes[0]?.length ?? 0),
  );

/** Sums of all values above and left of each corner. @returns (height + 1) × (width + 1) */
function cornerSums(values: Float64Array, height: number, width: number): Float64Array {
  const sums = new Float64Array((height + 1) * (width + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

/** The sum of the part of a template that lies inside the frame when its corner is at (y, x). */
function rectangleSum(sums: Float64Array, height: number, width: number, y: number, x: number): number {
  const [top, left] = [Math.max(0, -y), Math.max(0, -x)];
  const [bottom, right] = [Math.min(height, COPY_SIDE - y), Math.min(width, COPY_SIDE - x)];
  const at = (row: number, column: number): number => sums[row * (width + 1) + column] ?? 0;
  return at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
}
