import { TorchGenerator } from '../tensor/noise.ts';

/** A mean over subjects with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** J, the number of subjects that were resampled. */
  readonly subjects: number;
  /** Set when there are too few subjects for an interval to mean much. */
  readonly indicative?: true;
}

/** A difference of two rows on the same subjects, with the p-value of no difference. */
export interface Difference extends Interval {
  /** Two-sided, from the resamples; never 0. */
  readonly p: number;
}

/** How often subjects are drawn again, and from which seed. */
export const RESAMPLES = 10_000;
export const RESAMPLE_SEED = 0;

/** Below this number of subjects an interval is called indicative. */
const FEW_SUBJECTS = 8;

const drawn = new Map<number, Uint32Array>();

/** The subjects of each resample, [RESAMPLES · J]: the same for every statistic, so that comparisons are paired. */
function resampledSubjects(count: number): Uint32Array {
  const known = drawn.get(count);
  if (known !== undefined) return known;
  const generator = new TorchGenerator(RESAMPLE_SEED);
  const chosen = Uint32Array.from({ length: RESAMPLES * count }, () =>
    Math.floor((generator.bits() / 2 ** 32) * count),
  );
  drawn.set(count, chosen);
  return chosen;
}

/** Means of the resamples, sorted. */
function resampledMeans(values: readonly number[]): Float64Array {
  const count = values.length;
  const chosen = resampledSubjects(count);
  const means = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r += 1) {
    let sum = 0;
    for (let j = 0; j < count; j += 1) sum += values[chosen[r * count + j] ?? 0] ?? 0;
    means[r] = sum / count;
  }
  return means.sort();
}

/**
 * The mean of subjects' means and its percentile bootstrap interval: 10,000 resamples of the subjects with replacement.
 * Source: Efron 1979. Pictures of one subject are correlated, so that pictures are never resampled.
 * @param values m_j, one a subject @throws without any
 */
export function meanInterval(values: readonly number[]): Interval {
  if (values.length === 0) throw new Error('interval: expected at least one subject, got none');
  return intervalOf(values, resampledMeans(values));
}

/** The paired difference a − b: the same resampled subjects for both. @param a m_j of one row @param b of the other */
export function pairedDifference(a: readonly number[], b: readonly number[]): Difference {
  if (a.length !== b.length || a.length === 0)
    throw new Error(
      `paired difference: expected as many subjects on both sides, got ${a.length} and ${b.length}`,
    );
  const differences = a.map((value, j) => value - (b[j] ?? 0));
  const means = resampledMeans(differences);
  const below = means.filter((mean) => mean <= 0).length;
  const above = means.filter((mean) => mean >= 0).length;
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (RESAMPLES + 1));
  return { ...intervalOf(differences, means), p };
}

function intervalOf(values: readonly number[], means: Float64Array): Interval {
  return {
    mean: meanOf(values),
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
    subjects: values.length,
    ...(values.length < FEW_SUBJECTS ? { indicative: true } : {}),
  };
}

/** The share of pairs in which the first is strictly higher, ties ½, as a mean over subjects. @param pairs by subject */
export function winRate(pairs: readonly (readonly (readonly [number, number])[])[]): Interval {
  const shares = pairs.map((of) => meanOf(of.map(([a, b]) => (a > b ? 1 : a === b ? 0.5 : 0))));
  return meanInterval(shares);
}

/** Holm's correction: p-values that hold for all comparisons together. Source: Holm 1979. */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0));
  const out = new Array<number>(ps.length).fill(1);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (ps[index] ?? 1) * (ps.length - rank)));
    out[index] = highest;
  });
  return out;
}

/** The arithmetic mean; 0 of nothing. */
export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;

/** A quantile with linear interpolation. @param sorted ascending @param share 0 … 1 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const from = Math.floor(place);
  const low = sorted[from] ?? NaN;
  return low + (place - from) * ((sorted[Math.min(from + 1, sorted.length - 1)] ?? NaN) - low);
}

/** Spearman's rank correlation, ties at their mean rank; 0 where one side does not vary. Source: Spearman 1904. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [ranks(x), ranks(y)];
  const [ma, mb] = [meanOf(a), meanOf(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    const [da, db] = [value - ma, (b[i] ?? 0) - mb];
    [ab, aa, bb] = [ab + da * db, aa + da * da, bb + db * db];
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
