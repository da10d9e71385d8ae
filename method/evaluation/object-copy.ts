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
const GRID = 2 * COPY_SIDE;
/** Variance of a pixel below which a region counts as flat, and resembles nothing. */
const FLAT = 1e-6;

const fourier = new Fourier(GRID);

/** An object at one size: its planes, zero outside its mask, and the mask. */
interface Template {
  readonly height: number;
  readonly width: number;
  readonly planes: readonly Float64Array[];
  readonly mask: Float64Array;
}

/** What a picture is correlated with at every size. */
interface PictureSpectra {
  readonly planes: readonly ComplexGrid[];
  readonly squares: ComplexGrid;
}

/**
 * The largest masked correlation between the reference's object and the picture, over mirror, size and position.
 * @param mask the object's pixels, 64 × 64 of 0 or 1 @param box the smallest box around them @returns −1 … 1; 0 without an object
 */
export function objectCopy(
  reference: OpponentPlanes,
  mask: Float64Array,
  box: Box,
  picture: OpponentPlanes,
): number {
  const spectra = pictureSpectra(picture);
  const object = cutOut(reference, mask, box);
  return Math.max(
    ...SCALES.flatMap((size) =>
      [false, true].map((isMirrored) => bestPosition(templateOf(object, size, isMirrored), spectra)),
    ),
  );
}

/** The object with its mask as a fourth channel. @returns [1, h, w, 4] */
function cutOut(planes: OpponentPlanes, mask: Float64Array, box: Box): Tensor {
  const channels = [...planes, mask];
  const all = Float32Array.from({ length: 4 * COPY_SIDE ** 2 }, (_, i) => channels[i % 4]?.[i >> 2] ?? 0);
  return crop(tensor(all, [1, COPY_SIDE, COPY_SIDE, 4]), box, 'edge');
}

function templateOf(object: Tensor, size: number, isMirrored: boolean): Template {
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

function pictureSpectra(picture: OpponentPlanes): PictureSpectra {
  const squares = new Float64Array(COPY_SIDE ** 2);
  for (const plane of picture) plane.forEach((v, i) => (squares[i] = (squares[i] ?? 0) + v * v));
  return {
    planes: picture.map((plane) => spectrum(plane, COPY_SIDE)),
    squares: spectrum(squares, COPY_SIDE),
  };
}

function spectrum(values: Float64Array, width: number): ComplexGrid {
  const grid = { re: new Float64Array(GRID ** 2), im: new Float64Array(GRID ** 2) };
  for (let from = 0; from < values.length; from += width)
    grid.re.set(values.subarray(from, from + width), (from / width) * GRID);
  fourier.forward(grid, values.length / width);
  return grid;
}

/** Adds conj(A)·B, or i times that, whose inverse transform is the correlation of A and B in the real, or imaginary, part. */
function addCorrelation(to: ComplexGrid, a: ComplexGrid, b: ComplexGrid, isImaginary: boolean): void {
  for (let k = 0; k < to.re.length; k += 1) {
    const x = a.re[k] ?? 0;
    const y = a.im[k] ?? 0;
    const u = b.re[k] ?? 0;
    const v = b.im[k] ?? 0;
    const re = x * u + y * v;
    const im = x * v - y * u;
    to.re[k] = (to.re[k] ?? 0) + (isImaginary ? -im : re);
    to.im[k] = (to.im[k] ?? 0) + (isImaginary ? re : im);
  }
}

/** Σ over the mask of the picture's planes and squares, and of picture times object, at every position. */
function correlations({ mask, planes, width }: Template, picture: PictureSpectra): Float64Array[] {
  const covered = spectrum(mask, width);
  const grids = [0, 1, 2].map(() => ({ re: new Float64Array(GRID ** 2), im: new Float64Array(GRID ** 2) }));
  const [first, second, third] = grids;
  const [red, green, blue] = picture.planes;
  if (!first || !second || !third || !red || !green || !blue) return [];
  addCorrelation(first, covered, red, false);
  addCorrelation(first, covered, green, true);
  addCorrelation(second, covered, blue, false);
  addCorrelation(second, covered, picture.squares, true);
  planes.forEach((plane, c) => {
    const other = picture.planes[c];
    if (other) addCorrelation(third, spectrum(plane, width), other, false);
  });
  for (const grid of grids) fourier.inverse(grid);
  return [first.re, first.im, second.re, second.im, third.re];
}

function bestPosition(template: Template, picture: PictureSpectra): number {
  const { height, width, mask, planes } = template;
  const [sum0, sum1, sum2, squares, products] = correlations(template, picture);
  const covered = cornerSums(mask, height, width);
  const inside = [...planes, squaresOf(planes)].map((values) => cornerSums(values, height, width));
  const whole = mask.reduce((sum, m) => sum + m, 0);
  let best = 0;
  for (let y = Math.max(1 - height, -COPY_SIDE); y < COPY_SIDE; y += 1)
    for (let x = Math.max(1 - width, -COPY_SIDE); x < COPY_SIDE; x += 1) {
      const n = rectangleSum(covered, height, width, y, x);
      if (n === 0 || n < INSIDE * whole) continue;
      const k = ((y + GRID) % GRID) * GRID + ((x + GRID) % GRID);
      const [a = 0, b = 0, c = 0, ownSquares = 0] = inside.map((sums) =>
        rectangleSum(sums, height, width, y, x),
      );
      const [u = 0, v = 0, w = 0] = [sum0?.[k], sum1?.[k], sum2?.[k]];
      const ownVariance = ownSquares - (a * a + b * b + c * c) / n;
      const variance = (squares?.[k] ?? 0) - (u * u + v * v + w * w) / n;
      if (ownVariance < FLAT * n || variance < FLAT * n) continue;
      const covariance = (products?.[k] ?? 0) - (a * u + b * v + c * w) / n;
      best = Math.max(best, covariance / Math.sqrt(ownVariance * variance));
    }
  return best;
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
