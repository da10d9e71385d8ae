import { join } from 'node:path';
import { PRESETS, type Preset } from '../../method/diffusion/presets.ts';
import type { ScoredPicture } from '../../method/evaluation/scored-picture.ts';
import type { Subset } from '../../method/evaluation/subset.ts';
import { comparedRows, type ComparedMetric } from '../compared-rows.ts';
import { drawnScores } from '../drawn-scores.ts';

/** A preset's difference to the first one by one metric. */
export interface QualityDifference extends ComparedMetric {
  readonly preset: Preset;
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
    console.error(`${preset}: ${to}`);
    runs.set(preset, await drawnScores(dataSet, to, subset, { preset }));
  }
  return runs;
}

/** The paired differences of each other preset to the first, and whether they count as equal. */
export function qualityDifferences(runs: ReadonlyMap<Preset, readonly ScoredPicture[]>): QualityDifference[] {
  const [first, ...others] = PRESETS;
  return others.flatMap((preset) =>
    comparedRows(runs.get(preset) ?? [], runs.get(first) ?? []).map((found) => ({ preset, ...found })),
  );
}
