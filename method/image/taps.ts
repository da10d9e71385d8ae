/** Which source pixels one output pixel is made of, along one axis. */
export interface Taps {
  /** The first source pixel. */
  readonly from: number;
  /** One weight a source pixel; they sum to 1. */
  readonly weights: readonly number[];
}

/** The taps of each output pixel of an axis that goes from one length to another. */
export type Resampling = (from: number, to: number) => readonly Taps[];

/** A kernel of resampling with the distance at which it ends. */
interface Kernel {
  readonly support: number;
  readonly at: (x: number) => number;
}

/** Keys' cubic. Source: Keys 1981, Eqn. 15, with a free. */
const cubic =
  (a: number) =>
  (distance: number): number => {
    const x = Math.abs(distance);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
  };

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const TRIANGLE: Kernel = { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) };
const BICUBIC: Kernel = { support: 2, at: cubic(-0.5) };
const LANCZOS: Kernel = { support: 3, at: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) };

/** Bicubic with a = −0.5 that is widened on reduction, as Pillow's BICUBIC. */
export const bicubicWidened: Resampling = (from, to) => widened(BICUBIC, from, to);

/** Linear between pixel centres, widened on reduction, as PyTorch's `bilinear` with antialiasing. */
export const bilinearWidened: Resampling = (from, to) => widened(TRIANGLE, from, to);

/** Lanczos with three lobes that is widened on reduction, as Pillow's LANCZOS. */
export const lanczosWidened: Resampling = (from, to) => widened(LANCZOS, from, to);

/** The source pixel below the output pixel's centre, as PyTorch's `nearest-exact`. */
export const nearestCentre: Resampling = (from, to) =>
  each(to, (i) => ({ from: Math.min(from - 1, Math.floor(((i + 0.5) * from) / to)), weights: [1] }));

/** The mean of all source pixels that an output pixel touches, as PyTorch's `area`. */
export const area: Resampling = (from, to) =>
  each(to, (i) => {
    const first = Math.floor((i * from) / to);
    const count = Math.ceil(((i + 1) * from) / to) - first;
    return { from: first, weights: each(count, () => 1 / count) };
  });

/** Between the two nearest pixel centres, not widened, as PyTorch's `bilinear`. */
export const bilinear: Resampling = (from, to) =>
  each(to, (i) => {
    const place = Math.max(0, ((i + 0.5) * from) / to - 0.5);
    const first = Math.floor(place);
    return within(from, first, [1 - (place - first), place - first]);
  });

/** Bicubic with a = −0.75 over four pixels, not widened, as PyTorch's `bicubic`. */
export const bicubic: Resampling = (from, to) => {
  const kernel = cubic(-0.75);
  return each(to, (i) => {
    const place = ((i + 0.5) * from) / to - 0.5;
    const first = Math.floor(place) - 1;
    return within(
      from,
      first,
      each(4, (j) => kernel(place - (first + j))),
    );
  });
};

/** The kernel about each output pixel's centre; its width grows with the reduction, so that no source pixel is skipped. */
function widened({ support, at }: Kernel, from: number, to: number): Taps[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  return each(to, (i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support * stretch + 0.5));
    const end = Math.min(from, Math.trunc(centre + support * stretch + 0.5));
    const weights = each(end - first, (j) => at((j + first - centre + 0.5) * (1 / stretch)));
    const sum = weights.reduce((total, w) => total + w, 0);
    return { from: first, weights: sum === 0 ? weights : weights.map((w) => w / sum) };
  });
}

/** Taps that reach over an edge take the edge's pixel there. */
function within(length: number, first: number, weights: readonly number[]): Taps {
  const edge = (i: number): number => Math.min(length - 1, Math.max(0, i));
  const [low, high] = [edge(first), edge(first + weights.length - 1)];
  const inside = each(high - low + 1, () => 0);
  weights.forEach((w, j) => (inside[edge(first + j) - low] = (inside[edge(first + j) - low] ?? 0) + w));
  return { from: low, weights: inside };
}

const each = <T>(length: number, f: (index: number) => T): T[] => Array.from({ length }, (_, i) => f(i));
