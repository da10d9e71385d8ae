import type { ComplexGrid } from './fourier.ts';
import { FLAT, fourier, GRID, OWN, spectrum, type ObjectTemplate } from './object-templates.ts';
import { COPY_SIDE, type OpponentPlanes } from './opponent-planes.ts';

/** What a picture is correlated with at every size. */
interface PictureSpectra {
  readonly planes: readonly ComplexGrid[];
  readonly squares: ComplexGrid;
}

/** Where an object was found in a picture. */
export interface FoundObject {
  /** The largest masked correlation over mirror, size and position: 0 … 1; 0 where it is nowhere. */
  readonly likeness: number;
  /** 1 where it lies in the picture, 64 × 64; absent where it is nowhere. */
  readonly mask?: Uint8Array;
}

/** Looks for an object in a picture. */
export function foundObject(templates: readonly ObjectTemplate[], picture: OpponentPlanes): FoundObject {
  const spectra = pictureSpectra(picture);
  let best: { likeness: number; cell: number; template?: ObjectTemplate } = { likeness: 0, cell: 0 };
  for (const template of templates) {
    const found = bestPosition(template, spectra);
    if (found.likeness > best.likeness) best = { ...found, template };
  }
  const { likeness, cell, template } = best;
  return template ? { likeness, mask: shapeAt(template, cell) } : { likeness };
}

/** The object's pixels with its corner at a cell of the correlation's grid; what lies outside the frame is cut. */
function shapeAt({ shape: { height, width, mask } }: ObjectTemplate, cell: number): Uint8Array {
  const [top, left] = [Math.floor(cell / GRID), cell % GRID].map((at) => (at >= COPY_SIDE ? at - GRID : at));
  const all = new Uint8Array(COPY_SIDE ** 2);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [row, column] = [y + (top ?? 0), x + (left ?? 0)];
      if (row < 0 || row >= COPY_SIDE || column < 0 || column >= COPY_SIDE) continue;
      all[row * COPY_SIDE + column] = mask[y * width + x] ?? 0;
    }
  return all;
}

function pictureSpectra(picture: OpponentPlanes): PictureSpectra {
  const squares = new Float64Array(COPY_SIDE ** 2);
  for (const plane of picture) plane.forEach((v, i) => (squares[i] = (squares[i] ?? 0) + v * v));
  return {
    planes: picture.map((plane) => spectrum(plane, COPY_SIDE)),
    squares: spectrum(squares, COPY_SIDE),
  };
}

/** Grids that every search writes anew. */
const grids = [0, 1, 2].map(() => ({ re: new Float64Array(GRID ** 2), im: new Float64Array(GRID ** 2) }));

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
function correlations({ mask, planes }: ObjectTemplate, picture: PictureSpectra): Float64Array[] {
  const [first, second, third] = grids;
  const [red, green, blue] = picture.planes;
  if (!first || !second || !third || !red || !green || !blue) return [];
  for (const { re, im } of grids) {
    re.fill(0);
    im.fill(0);
  }
  addCorrelation(first, mask, red, false);
  addCorrelation(first, mask, green, true);
  addCorrelation(second, mask, blue, false);
  addCorrelation(second, mask, picture.squares, true);
  planes.forEach((plane, c) => {
    const other = picture.planes[c];
    if (other) addCorrelation(third, plane, other, false);
  });
  for (const grid of grids) fourier.inverse(grid);
  return [first.re, first.im, second.re, second.im, third.re];
}

/** The cell of the grid where a template correlates most, and how much. */
function bestPosition(
  template: ObjectTemplate,
  picture: PictureSpectra,
): { readonly likeness: number; readonly cell: number } {
  const { cells, own } = template;
  const none = new Float64Array();
  const [sum0 = none, sum1 = none, sum2 = none, squares = none, products = none] = correlations(
    template,
    picture,
  );
  let best = { likeness: 0, cell: 0 };
  for (let i = 0; i < cells.length; i += 1) {
    const k = cells[i] ?? 0;
    const n = own[OWN * i] ?? 0;
    const [u, v, w] = [sum0[k] ?? 0, sum1[k] ?? 0, sum2[k] ?? 0];
    const variance = (squares[k] ?? 0) - (u * u + v * v + w * w) / n;
    if (variance < FLAT * n) continue;
    const shared = (own[OWN * i + 1] ?? 0) * u + (own[OWN * i + 2] ?? 0) * v + (own[OWN * i + 3] ?? 0) * w;
    const covariance = (products[k] ?? 0) - shared / n;
    const likeness = covariance / Math.sqrt((own[OWN * i + 4] ?? 0) * variance);
    if (likeness > best.likeness) best = { likeness, cell: k };
  }
  return best;
}
