import { join } from 'node:path';
import type { ScoredPicture } from '../../method/evaluation/scored-picture.ts';
import type { Subset } from '../../method/evaluation/subset.ts';
import { comparedRows, type ComparedMetric } from '../compared-rows.ts';
import { drawnScores } from '../drawn-scores.ts';
import { VARIANTS, type Variant } from './variants.ts';

/** A variant's difference to the first one by one metric. */
export interface QualityDifference extends ComparedMetric {
  readonly variant: Variant;
}

/** The scored pictures of each variant, by its name. */
export type Runs = ReadonlyMap<string, readonly ScoredPicture[]>;

/** Draws and scores the full method of each variant, or takes what an earlier run left in the folder. */
export async function drawVariants(dataSet: string, out: string, subset: Subset): Promise<Runs> {
  const runs = new Map<string, readonly ScoredPicture[]>();
  for (const { name, preset, precision } of VARIANTS) {
    const to = join(out, name);
    console.error(`${name}: ${to}`);
    const how = precision === 'int8' ? { preset, precision, data: join(out, 'data') } : { preset };
    runs.set(name, await drawnScores(dataSet, to, subset, how));
  }
  return runs;
}

/** The paired differences of each other variant to the first, and whether they count as equal. */
export function qualityDifferences(runs: Runs): QualityDifference[] {
  const [first, ...others] = VARIANTS;
  const scores = (variant: Variant | undefined): readonly ScoredPicture[] =>
    runs.get(variant?.name ?? '') ?? [];
  return others.flatMap((variant) =>
    comparedRows(scores(variant), scores(first)).map((found) => ({ variant, ...found })),
  );
}
