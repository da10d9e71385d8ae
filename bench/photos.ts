import { join, resolve } from 'node:path';
import { openDataFolder } from '../graph-server/cli/evaluation/data-folder.ts';
import type { Metric, ScoredPicture } from '../method/evaluation/scored-picture.ts';
import { parseSubset } from '../method/evaluation/subset.ts';
import { comparedCells, comparedRows } from './compared-rows.ts';
import { drawnScores } from './drawn-scores.ts';
import { machine, table } from './figures.ts';
import { parsedFlags, refuse } from './flags.ts';

/**
 * `npm run bench:photos -- --data-set DIR [--out DIR --subset 20x25x1]`: what further photographs of a subject gain on the embedded
 * bundle, by the word alone and by the full method. The data set has them as `elite-train tinybench --photos 4` writes it. Goes on
 * where it was stopped.
 */
const values = parsedFlags({
  'data-set': { type: 'string' },
  out: { type: 'string', default: 'out/photos' },
  subset: { type: 'string', default: '20x25x1' },
});
const dataSet = values['data-set'] ?? refuse('--data-set: expected the folder of a data set, got nothing');
const METRICS: readonly Metric[] = ['clip_t', 'clip_i_mean', 'id_i', 'r1', 'attributes', 'truth_similarity'];
const ROWS = ['w0', 'full'];
const { subjects } = await openDataFolder(dataSet);
const most = Math.min(...subjects.map(({ more = [] }) => 1 + more.length));
if (most < 2) refuse('--data-set: expected at least two photographs of each subject, got one');
const counts = [1, 2, 4, 8].filter((count) => count <= most);
const runs = new Map<number, readonly ScoredPicture[]>();
for (const photos of counts) {
  const out = join(resolve(values.out), String(photos));
  console.error(`${photos}: ${out}`);
  const how = { preset: 'balanced', photos, rows: ROWS } as const;
  runs.set(photos, await drawnScores(dataSet, out, parseSubset(values.subset), how));
}
const ofRow = (photos: number, row: string): ScoredPicture[] =>
  (runs.get(photos) ?? []).filter((picture) => picture.row === row);
const rows = ROWS.flatMap((row) =>
  counts
    .slice(1)
    .flatMap((photos) =>
      comparedRows(ofRow(photos, row), ofRow(1, row), METRICS).map((found) => [
        row,
        String(photos),
        ...comparedCells(found).slice(0, 2),
      ]),
    ),
);
const drawn = ofRow(1, 'full');
const concepts = new Set(drawn.map(({ subject }) => subject)).size;
console.log(`${machine()}; ${drawn.length} pictures of ${concepts} concepts a row, 25 LMS steps.\n`);
console.log(table(['row', 'photographs', 'metric', 'difference to one, 95 % interval'], rows));
