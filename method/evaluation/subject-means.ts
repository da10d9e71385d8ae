import { grouped } from './grouped.ts';
import type { Metric, ScoredPicture } from './scored-picture.ts';
import { meanOf, pairedDifference, winRate, type Difference, type Interval } from './statistics.ts';

/** A failed picture counts as this, so that a row gains nothing by failing. */
const FAILED = 0;

/** What a picture counts in the means; undefined where nobody measured it. */
export function valueOf(picture: ScoredPicture, metric: Metric): number | undefined {
  const value = picture.values[metric];
  if (picture.flags.includes('nan')) return FAILED;
  return value;
}

/** m_j: the mean of each subject over its pictures; subjects without a measured picture are absent. */
export function subjectMeans(pictures: readonly ScoredPicture[], metric: Metric): Map<string, number> {
  const groups = grouped(pictures, ({ subject }) => subject);
  const measured = pictures.some((picture) => picture.values[metric] !== undefined);
  if (!measured) return new Map();
  return new Map(
    [...groups].flatMap(([subject, of]) => {
      const values = of.flatMap((picture) => valueOf(picture, metric) ?? []);
      return values.length === 0 ? [] : [[subject, meanOf(values)]];
    }),
  );
}

/** One row's pictures with the same subject, prompt and seed in the other row, and the reverse. */
function paired(
  a: readonly ScoredPicture[],
  b: readonly ScoredPicture[],
): (readonly [ScoredPicture, ScoredPicture])[] {
  const others = new Map(b.map((picture) => [tripleKey(picture), picture]));
  return a.flatMap((picture) => {
    const other = others.get(tripleKey(picture));
    return other === undefined ? [] : [[picture, other] as const];
  });
}

/** The paired difference of two rows over the pictures that both have; undefined where there is nothing to compare. */
export function rowDifference(
  a: readonly ScoredPicture[],
  b: readonly ScoredPicture[],
  metric: Metric,
): Difference | undefined {
  const pairs = paired(a, b);
  const [first, second] = [
    subjectMeans(
      pairs.map(([x]) => x),
      metric,
    ),
    subjectMeans(
      pairs.map(([, y]) => y),
      metric,
    ),
  ];
  const subjects = [...first.keys()].filter((subject) => second.has(subject));
  if (subjects.length === 0) return undefined;
  return pairedDifference(
    subjects.map((subject) => first.get(subject) ?? 0),
    subjects.map((subject) => second.get(subject) ?? 0),
  );
}

/** The share of triples in which the first row scores strictly higher, ties ½; undefined where there is nothing to compare. */
export function rowWinRate(
  a: readonly ScoredPicture[],
  b: readonly ScoredPicture[],
  metric: Metric,
): Interval | undefined {
  const groups = grouped(paired(a, b), ([{ subject }]) => subject);
  const pairs = [...groups.values()].map((of) =>
    of.flatMap(([x, y]) => {
      const [value, other] = [valueOf(x, metric), valueOf(y, metric)];
      return value === undefined || other === undefined ? [] : [[value, other] as const];
    }),
  );
  const measured = pairs.filter((of) => of.length > 0);
  return measured.length === 0 ? undefined : winRate(measured);
}

/** Tells the pictures of one row apart. */
export const tripleKey = ({ subject, prompt, seed }: ScoredPicture): string => `${subject}/${prompt}/${seed}`;
