import { join } from 'node:path';
import { RunFolder } from '../../graph-server/cli/evaluation/run-folder.ts';
import { PRECISIONS, type Precision } from '../../method/diffusion/int8-model.ts';
import { meanOf } from '../../method/evaluation/statistics.ts';
import type { ScoredPicture } from '../../method/evaluation/scored-picture.ts';
import type { Subset } from '../../method/evaluation/subset.ts';
import { comparedRows, type ComparedMetric } from '../compared-rows.ts';
import { drawnScores } from '../drawn-scores.ts';

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
  const scores = (precision: Precision): Promise<readonly ScoredPicture[]> =>
    drawnScores(dataSet, join(out, precision), subset, {
      preset: 'balanced',
      precision,
      data: join(out, 'data'),
    });
  const [fp32, int8] = [await scores('fp32'), await scores('int8')];
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
