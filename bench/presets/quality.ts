import { join } from 'node:path';
import { readScores } from '../../graph-server/cli/evaluation/compare-runs.ts';
import { textProgress } from '../../graph-server/cli/evaluation/progress.ts';
import { runEvaluation } from '../../graph-server/cli/evaluation/run-evaluation.ts';
import { PRESETS, type Preset } from '../../method/diffusion/presets.ts';
import { isEquivalent } from '../../method/evaluation/equivalence.ts';
import type { Metric, ScoredPicture } from '../../method/evaluation/scored-picture.ts';
import type { Difference } from '../../method/evaluation/statistics.ts';
import { rowDifference } from '../../method/evaluation/subject-means.ts';
import type { Subset } from '../../method/evaluation/subset.ts';

/** What presets are compared by; those without a judge are left out. */
const COMPARED: readonly Metric[] = ['clip_t', 'clip_i_mean', 'dino_i_mean', 'id_i'];

/** A preset's difference to the first one by one metric. */
export interface QualityDifference {
  readonly preset: Preset;
  readonly metric: Metric;
  readonly difference: Difference;
  readonly isEqual: boolean;
}

/** Draws and scores the full method of each preset, or takes what an earlier run left in the folder. */
export async function drawPresets(
  dataSet: string,
  out: string,
  subset: Subset,
): Promise<ReadonlyMap<Preset, readonly ScoredPicture[]>> {
  const runs = new Map<Preset, readonly ScoredPicture[]>();
  for (const preset of PRESETS) {
    const to = join(out, preset);
    console.log(`${preset}: ${to}`);
    await runEvaluation(
      {
        dataSet,
        out: to,
        flags: {},
        json: false,
        rows: ['full'],
        sweep: [],
        copies: 'none',
        batch: 1,
        subset,
        preset,
      },
      textProgress(process.stderr),
    );
    runs.set(preset, await readScores(to));
  }
  return runs;
}

/** The paired differences of each other preset to the first, and whether they count as equal. */
export function qualityDifferences(runs: ReadonlyMap<Preset, readonly ScoredPicture[]>): QualityDifference[] {
  const [first, ...others] = PRESETS;
  return others.flatMap((preset) =>
    COMPARED.flatMap((metric) => {
      const difference = rowDifference(runs.get(preset) ?? [], runs.get(first) ?? [], metric);
      return difference ? [{ preset, metric, difference, isEqual: isEquivalent(difference) }] : [];
    }),
  );
}
