import { join } from 'node:path';
import { readScores } from '../../graph-server/cli/evaluation/compare-runs.ts';
import { textProgress } from '../../graph-server/cli/evaluation/progress.ts';
import { runEvaluation } from '../../graph-server/cli/evaluation/run-evaluation.ts';
import { RunFolder } from '../../graph-server/cli/evaluation/run-folder.ts';
import { PRECISIONS, type Precision } from '../../method/diffusion/int8-model.ts';
import { meanOf } from '../../method/evaluation/statistics.ts';
import type { ScoredPicture } from '../../method/evaluation/scored-picture.ts';
import type { Subset } from '../../method/evaluation/subset.ts';
import { comparedRows, type ComparedMetric } from '../compared-rows.ts';

/** How pictures in int8 compare with those in fp32. */
export interface PrecisionFindings {
  readonly differences: readonly ComparedMetric[];
  /** Mean difference of a channel, 0 … 255. */
  readonly pixels: number;
  readonly pictures: number;
  readonly subjects: number;
}

/** Draws and scores the full method in both precisions, or takes what an earlier run left in the folder. */
export async function precisionDifferences(
  dataSet: string,
  out: string,
  subset: Subset,
): Promise<PrecisionFindings> {
  const runs = new Map<Precision, readonly ScoredPicture[]>();
  const flags = { data: join(out, 'data') };
  const how = {
    rows: ['full'],
    sweep: [],
    copies: 'none',
    batch: 1,
    preset: 'balanced',
    json: false,
  } as const;
  for (const precision of PRECISIONS) {
    const to = join(out, precision);
    await runEvaluation({ ...how, dataSet, out: to, flags, subset, precision }, textProgress(process.stderr));
    runs.set(precision, await readScores(to));
  }
  const [fp32, int8] = [runs.get('fp32') ?? [], runs.get('int8') ?? []];
  return {
    differences: comparedRows(int8, fp32),
    pixels: await pixelDifference(out, int8),
    pictures: int8.length,
    subjects: new Set(int8.map(({ subject }) => subject)).size,
  };
}

async function pixelDifference(out: string, pictures: readonly ScoredPicture[]): Promise<number> {
  const folders = await Promise.all(PRECISIONS.map((precision) => RunFolder.existing(join(out, precision))));
  const means: number[] = [];
  for (const name of pictures) {
    const [a, b] = await Promise.all(folders.map((folder) => folder.loadPicture(name)));
    if (a === undefined || b === undefined) continue;
    means.push(meanOf(Array.from(a.data, (value, i) => 255 * Math.abs(value - (b.data[i] ?? 0)))));
  }
  return meanOf(means);
}
