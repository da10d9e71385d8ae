import { METRICS, type Metric, type ScoredPicture } from './scored-picture.ts';
import { tripleKey } from './subject-means.ts';

/** How a run compares with its baseline. */
export type Verdict = 'identical' | 'equivalent' | 'drift' | 'changed' | 'not comparable';

/** One side of a comparison. */
export interface ComparedRun {
  /** Whatever must be equal for pictures to be comparable, by name: hashes, presets, settings, versions. */
  readonly identity: Readonly<Record<string, string>>;
  readonly pictures: readonly ScoredPicture[];
}

/** A picture that is not the same in both runs. */
export interface ChangedPicture {
  readonly row: string;
  readonly subject: string;
  readonly prompt: string;
  readonly seed: number;
  /** Largest difference of a channel, 0 … 255; undefined where sizes differ. */
  readonly pixels: number | undefined;
  /** Largest difference of a score, and which. */
  readonly score: number;
  readonly metric?: Metric;
}

/** What a comparison found. */
export interface Regression {
  readonly verdict: Verdict;
  /** What differs that must be equal, by name. */
  readonly differs: readonly string[];
  readonly compared: number;
  readonly changed: readonly ChangedPicture[];
}

/** Up to these two, pictures count as equal: the pixels' rounding, and another computer's arithmetic. */
const EQUIVALENT_PIXELS = 2;
const EQUIVALENT_SCORE = 1e-3;
/** Up to this, scores have drifted; beyond it the run has changed. */
const DRIFTED_SCORE = 0.01;

/**
 * Compares a run with its baseline, picture by picture.
 * @param pixelDifference largest difference of a channel of two pictures, 0 … 255; asked where their hashes differ
 */
export async function regression(
  baseline: ComparedRun,
  run: ComparedRun,
  pixelDifference: (before: ScoredPicture, after: ScoredPicture) => Promise<number | undefined>,
): Promise<Regression> {
  const after = new Map(run.pictures.map((picture) => [pictureKey(picture), picture]));
  const differs = [...identityDifferences(baseline.identity, run.identity), ...missing(baseline, after)];
  if (differs.length > 0) return { verdict: 'not comparable', differs, compared: 0, changed: [] };
  const changed: ChangedPicture[] = [];
  for (const before of baseline.pictures) {
    const now = after.get(pictureKey(before));
    if (now === undefined || (now.pixels === before.pixels && scoreDifference(before, now).score === 0))
      continue;
    const pixels = now.pixels === before.pixels ? 0 : await pixelDifference(before, now);
    const { row, subject, prompt, seed } = before;
    changed.push({ row, subject, prompt, seed, pixels, ...scoreDifference(before, now) });
  }
  return { verdict: verdictOf(changed), differs, compared: baseline.pictures.length, changed };
}

function verdictOf(changed: readonly ChangedPicture[]): Verdict {
  const pixels = Math.max(0, ...changed.map((picture) => picture.pixels ?? Infinity));
  const score = Math.max(0, ...changed.map((picture) => picture.score));
  if (pixels === 0 && score <= EQUIVALENT_SCORE) return changed.length === 0 ? 'identical' : 'equivalent';
  if (pixels <= EQUIVALENT_PIXELS && score <= EQUIVALENT_SCORE) return 'equivalent';
  const isScored = changed.some(({ metric }) => metric !== undefined);
  return isScored && Number.isFinite(pixels) && score <= DRIFTED_SCORE ? 'drift' : 'changed';
}

/** The largest difference of a score; one that only one side has is a change of 1. */
function scoreDifference(a: ScoredPicture, b: ScoredPicture): { score: number; metric?: Metric } {
  let largest: { score: number; metric?: Metric } = { score: 0 };
  for (const metric of METRICS) {
    const [x, y] = [a.values[metric], b.values[metric]];
    if (x === undefined && y === undefined) continue;
    const score = x === undefined || y === undefined ? 1 : Math.abs(x - y);
    if (largest.metric === undefined || score > largest.score) largest = { score, metric };
  }
  return largest;
}

function identityDifferences(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) =>
    a[name] === b[name] ? [] : [`${name}: expected ${a[name] ?? 'none'}, got ${b[name] ?? 'none'}`],
  );
}

function missing({ pictures }: ComparedRun, after: ReadonlyMap<string, ScoredPicture>): string[] {
  const lost = pictures.map(pictureKey).filter((key) => !after.has(key));
  const [first] = lost;
  if (first === undefined) return [];
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
  return [`pictures: expected those of the baseline, got none for ${first}${more}`];
}

const pictureKey = (picture: ScoredPicture): string => `${picture.row}/${tripleKey(picture)}`;
