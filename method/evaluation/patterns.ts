import { TEXT_TOLERANCE, type Sweep } from './lambda-curve.ts';
import type { Metric, ScoredPicture } from './scored-picture.ts';
import type { Interval } from './statistics.ts';
import { rowDifference } from './subject-means.ts';

/** One thing that must hold for a pattern, with the interval that decides. */
interface Check {
  readonly claim: string;
  readonly holds: boolean;
  /** The difference that decided, where it is one. */
  readonly interval?: Interval;
  /** The number that decided, where it is no difference. */
  readonly value?: number;
}

/** A verdict on one of the paper's patterns. */
export interface Pattern {
  readonly id: 1 | 2 | 3 | 4;
  readonly title: string;
  readonly verdict: 'pass' | 'fail' | 'not measured';
  readonly checks: readonly Check[];
  /** Why it was not measured. */
  readonly reason?: string;
}

/** Pictures by row. */
export type Rows = ReadonlyMap<string, readonly ScoredPicture[]>;

/** Likeness of the full method may be this far below that of all five words. */
const LIKENESS_TOLERANCE = 0.02;
/** λ at which text alignment must still hold, and the least rank correlation of likeness with λ. */
const EDITING_LAMBDA = 0.6;
const RISING = 0.9;

/**
 * The four patterns of the paper, each decided by the bounds of paired differences.
 * Source: Wei et al. 2023, Table 1, the λ study and Fig. 5.
 * @param identity the metrics of likeness that were measured, the deciding one last
 */
export function patterns(rows: Rows, identity: readonly Metric[], sweep: Sweep | undefined): Pattern[] {
  const titles = [
    'w0 follows the text better than v, and v is closer to the subject than w0',
    'the local part brings likeness back and costs hardly any text alignment',
    'likeness rises with λ; text alignment holds up to about 0.6 and then falls',
    'w0 shows the subject, w1 to w4 what is left',
  ] as const;
  const found = [
    wordsPattern(rows, identity),
    localPattern(rows, identity),
    sweepPattern(sweep, identity),
    leftoversPattern(rows, identity),
  ];
  return found.map((checks, index) => {
    const id = ([1, 2, 3, 4] as const)[index] ?? 1;
    const title = titles[index] ?? '';
    if (typeof checks === 'string') return { id, title, verdict: 'not measured', checks: [], reason: checks };
    return { id, title, verdict: checks.every(({ holds }) => holds) ? 'pass' : 'fail', checks };
  });
}

type Bound = (interval: Interval) => boolean;

const above =
  (limit: number): Bound =>
  ({ low }) =>
    low > limit;

/** The checks of some differences of rows; a sentence when one of them cannot be computed. */
function differences(
  rows: Rows,
  wanted: readonly (readonly [claim: string, a: string, b: string, metric: Metric, bound: Bound])[],
): Check[] | string {
  const checks: Check[] = [];
  for (const [claim, a, b, metric, bound] of wanted) {
    const interval = rowDifference(rows.get(a) ?? [], rows.get(b) ?? [], metric);
    if (interval === undefined) return `needs ${metric} of the rows ${a} and ${b} on the same pictures`;
    checks.push({ claim, interval, holds: bound(interval) });
  }
  return checks;
}

function wordsPattern(rows: Rows, identity: readonly Metric[]): Check[] | string {
  if (identity.length === 0) return 'needs a judge of likeness';
  return differences(rows, [
    ['clip_t: w0 − v is above 0', 'w0', 'v', 'clip_t', above(0)],
    ...identity.map((metric) => [`${metric}: v − w0 is above 0`, 'v', 'w0', metric, above(0)] as const),
  ]);
}

function localPattern(rows: Rows, identity: readonly Metric[]): Check[] | string {
  const decisive = identity.at(-1);
  if (decisive === undefined) return 'needs a judge of likeness';
  const reaches: Bound = ({ high }) => high >= -LIKENESS_TOLERANCE;
  return differences(rows, [
    ...identity.map((metric) => [`${metric}: full − w0 is above 0`, 'full', 'w0', metric, above(0)] as const),
    [`clip_t: full − w0 is above −${TEXT_TOLERANCE}`, 'full', 'w0', 'clip_t', above(-TEXT_TOLERANCE)],
    [`${decisive}: full − v reaches −${LIKENESS_TOLERANCE}`, 'full', 'v', decisive, reaches],
  ]);
}

function sweepPattern(sweep: Sweep | undefined, identity: readonly Metric[]): Check[] | string {
  if (sweep === undefined) return 'needs a sweep of λ';
  const likeness = sweep.curves.find(({ metric }) => metric === identity.at(-1));
  const text = sweep.curves.find(({ metric }) => metric === 'clip_t');
  if (likeness === undefined || text === undefined || sweep.knee === undefined)
    return 'needs clip_t and a judge of likeness on a sweep that begins with λ = 0';
  const [held, last] = [text.points.find(({ lambda }) => lambda >= EDITING_LAMBDA), text.points.at(-1)];
  if (held === undefined || last === undefined || last.lambda <= held.lambda)
    return `needs values of λ above ${EDITING_LAMBDA}`;
  return [
    {
      claim: `${likeness.metric}: Spearman’s correlation with λ is ${RISING} or more`,
      holds: likeness.spearman >= RISING,
      value: likeness.spearman,
    },
    {
      claim: `the knee is ${EDITING_LAMBDA} or more`,
      holds: sweep.knee >= EDITING_LAMBDA,
      value: sweep.knee,
    },
    {
      claim: `clip_t at λ ${last.lambda} is below that at ${held.lambda}`,
      holds: last.mean < held.mean,
      value: last.mean - held.mean,
    },
  ];
}

function leftoversPattern(rows: Rows, identity: readonly Metric[]): Check[] | string {
  const metric = identity.at(-1);
  if (metric === undefined) return 'needs a judge of likeness';
  return differences(
    rows,
    ['w1', 'w2', 'w3', 'w4'].map((word) => [
      `${metric}: w0 − ${word} is above 0`,
      'plain-w0',
      `plain-${word}`,
      metric,
      above(0),
    ]),
  );
}
