import { sweptLambda } from './rows.ts';
import type { Metric, ScoredPicture } from './scored-picture.ts';
import { meanInterval, spearman, type Interval } from './statistics.ts';
import { rowDifference, subjectMeans } from './subject-means.ts';

/** One metric over λ. */
export interface Curve {
  readonly metric: Metric;
  readonly points: readonly (Interval & { readonly lambda: number })[];
  /** Rank correlation of λ and the means. */
  readonly spearman: number;
  /** Share of subjects whose means never fall as λ rises. */
  readonly monotone: number;
}

/** What a λ sweep found. */
export interface Sweep {
  readonly lambdas: readonly number[];
  readonly curves: readonly Curve[];
  /**
   * The largest λ with CLIP-T(λ) ≥ CLIP-T(0) − 0.01 for the paired lower bound: the λ to suggest. Undefined without CLIP-T
   * or without λ = 0.
   */
  readonly knee?: number;
}

/** How much text alignment a λ may cost. */
export const TEXT_TOLERANCE = 0.01;

/** The curves over λ of the sweep's rows; undefined with fewer than two values. @param metrics to draw, in order */
export function lambdaSweep(
  pictures: readonly ScoredPicture[],
  metrics: readonly Metric[],
): Sweep | undefined {
  const rows = new Map<number, ScoredPicture[]>();
  for (const picture of pictures) {
    const lambda = sweptLambda(picture.row);
    if (lambda !== undefined) rows.set(lambda, [...(rows.get(lambda) ?? []), picture]);
  }
  const lambdas = [...rows.keys()].sort((a, b) => a - b);
  if (lambdas.length < 2) return undefined;
  const at = (lambda: number): ScoredPicture[] => rows.get(lambda) ?? [];
  const curves = metrics.flatMap((metric) => {
    const means = lambdas.map((lambda) => subjectMeans(at(lambda), metric));
    return means.some((of) => of.size === 0) ? [] : [curveOf(metric, lambdas, means)];
  });
  const knee = kneeOf(lambdas, at);
  return { lambdas, curves, ...(knee === undefined ? {} : { knee }) };
}

function curveOf(
  metric: Metric,
  lambdas: readonly number[],
  means: readonly ReadonlyMap<string, number>[],
): Curve {
  const points = means.map((of, i) => ({ lambda: lambdas[i] ?? 0, ...meanInterval([...of.values()]) }));
  const subjects = [...(means[0]?.keys() ?? [])];
  const rising = subjects.filter((subject) =>
    means.every(
      (of, i) => i === 0 || (of.get(subject) ?? -Infinity) >= (means[i - 1]?.get(subject) ?? -Infinity),
    ),
  );
  return {
    metric,
    points,
    spearman: spearman(
      points.map(({ lambda }) => lambda),
      points.map(({ mean }) => mean),
    ),
    monotone: rising.length / subjects.length,
  };
}

function kneeOf(lambdas: readonly number[], at: (lambda: number) => ScoredPicture[]): number | undefined {
  if (lambdas[0] !== 0) return undefined;
  const held = lambdas.filter((lambda) => {
    const change = rowDifference(at(lambda), at(0), 'clip_t');
    return change !== undefined && change.low >= -TEXT_TOLERANCE;
  });
  return held.at(-1);
}
