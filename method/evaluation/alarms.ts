import { copyAlarm, type CopyLimits } from './copy-score.ts';
import type { Metric, ScoredPicture } from './scored-picture.ts';
import { quantile } from './statistics.ts';

/** Likeness, and the oracle row that says how like true pictures are. */
const ORACLES: readonly (readonly [Metric, string])[] = [
  ['dino_i_mean', 'real'],
  ['id_i', 'truth'],
];

/** Where the run's own oracle rows end. */
interface Limits extends CopyLimits {
  readonly metric: Metric;
  readonly oracle: string;
}

/**
 * Marks pictures that look copied. The test of likeness needs an oracle row and the row of text alone; without them the other
 * two tests run. A marked picture stays in every mean.
 */
export function withAlarms(pictures: readonly ScoredPicture[]): ScoredPicture[] {
  const limits = limitsOf(pictures);
  return pictures.map((picture) => {
    const { paste, background_copy: backgroundCopy = 0, clip_t: alignment } = picture.values;
    if (paste === undefined) return picture;
    const isElsewhere = picture.kind === 'place' || 'place' in picture.hits;
    const likeness = limits && picture.row !== limits.oracle ? picture.values[limits.metric] : undefined;
    const scores =
      limits === undefined || likeness === undefined || alignment === undefined
        ? undefined
        : { likeness, alignment, limits };
    return { ...picture, alarm: copyAlarm({ paste, backgroundCopy }, isElsewhere, scores) };
  });
}

/** The 95th percentile of the likeness of true pictures, and the 5th of the text alignment of text alone. */
function limitsOf(pictures: readonly ScoredPicture[]): Limits | undefined {
  const sorted = (row: string, metric: Metric): number[] =>
    pictures
      .filter((picture) => picture.row === row)
      .flatMap(({ values }) => values[metric] ?? [])
      .sort((a, b) => a - b);
  const alignments = sorted('text-only', 'clip_t');
  for (const [metric, oracle] of ORACLES) {
    const likenesses = sorted(oracle, metric);
    if (likenesses.length > 0 && alignments.length > 0)
      return {
        metric,
        oracle,
        likeness: quantile(likenesses, 0.95),
        alignment: quantile(alignments, 0.05),
      };
  }
  return undefined;
}
