import { readScores } from '../graph-server/cli/evaluation/compare-runs.ts';
import { textProgress } from '../graph-server/cli/evaluation/progress.ts';
import { runEvaluation } from '../graph-server/cli/evaluation/run-evaluation.ts';
import type { Precision } from '../method/diffusion/int8-model.ts';
import type { Preset } from '../method/diffusion/presets.ts';
import type { ScoredPicture } from '../method/evaluation/scored-picture.ts';
import type { Subset } from '../method/evaluation/subset.ts';

/** How the pictures of a run are drawn. */
interface Drawing {
  readonly preset: Preset;
  readonly precision?: Precision;
  /** How many photographs of each subject are shown. */
  readonly photos?: number;
  /** Rows in place of the full method. */
  readonly rows?: readonly string[];
  /** The data folder; the default one if not said. */
  readonly data?: string;
}

/** Draws and scores the full method, or other rows, into a folder, or takes what an earlier run left there. */
export async function drawnScores(
  dataSet: string,
  out: string,
  subset: Subset,
  { data, ...how }: Drawing,
): Promise<readonly ScoredPicture[]> {
  const rest = { rows: ['full'], sweep: [], copies: 'none', batch: 1, json: false } as const;
  const flags = data === undefined ? {} : { data };
  await runEvaluation({ ...rest, ...how, dataSet, out, flags, subset }, textProgress(process.stderr));
  return readScores(out);
}
