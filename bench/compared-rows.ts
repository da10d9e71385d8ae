import { isEquivalent } from '../method/evaluation/equivalence.ts';
import type { Metric, ScoredPicture } from '../method/evaluation/scored-picture.ts';
import type { Difference } from '../method/evaluation/statistics.ts';
import { rowDifference } from '../method/evaluation/subject-means.ts';
import { METRIC_NAMES } from '../method/evaluation/summary-markdown.ts';

/** What pictures are compared by; metrics without a judge are left out. */
const COMPARED: readonly Metric[] = ['clip_t', 'clip_i_mean', 'dino_i_mean', 'id_i'];

/** A difference by one metric, and whether both sides count as equal. */
export interface ComparedMetric {
  readonly metric: Metric;
  readonly difference: Difference;
  readonly isEqual: boolean;
}

/** The paired differences of the same pictures drawn in two ways. */
export const comparedRows = (
  a: readonly ScoredPicture[],
  b: readonly ScoredPicture[],
  metrics: readonly Metric[] = COMPARED,
): ComparedMetric[] =>
  metrics.flatMap((metric) => {
    const difference = rowDifference(a, b, metric);
    return difference ? [{ metric, difference, isEqual: isEquivalent(difference) }] : [];
  });

/** A line of a table: metric, difference with its interval, equal or not. */
export const comparedCells = ({ metric, difference, isEqual }: ComparedMetric): string[] => [
  METRIC_NAMES[metric],
  `${signed(difference.mean)} (${signed(difference.low)} … ${signed(difference.high)})`,
  isEqual ? 'yes' : 'no',
];

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
