import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { RunFolder } from '../../../../graph-server/cli/evaluation/run-folder.ts';
import {
  lambdaStrip,
  rowsSheet,
  subjectGrid,
  type SheetSources,
} from '../../../../graph-server/cli/evaluation/sheets.ts';
import type { Subject } from '../../../../method/evaluation/benchmark.ts';
import type { ScoredPicture } from '../../../../method/evaluation/scored-picture.ts';
import { filled, type Tensor } from '../../../../method/tensor/tensor.ts';
import { scoredPicture } from '../../../support/scored-pictures.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const [CELL, GAP, LINE] = [128, 4, 14];

describe('the sheets of a report', () => {
  const parent = temporaryFolder();
  let sources: SheetSources;
  let wolf: Subject;
  const picture = (about: Partial<ScoredPicture>): ScoredPicture =>
    scoredPicture({ subject: 'wolf', values: { clip_t: 0.31, id_i: 0.5 }, ...about });

  before(async () => {
    const data = await openDataFolder(writeSmallBenchmark(parent));
    const folder = await RunFolder.open(join(parent, 'run'));
    const [subject] = data.subjects;
    if (subject === undefined) throw new Error('the small benchmark: expected a subject, got none');
    [wolf, sources] = [subject, { data, folder }];
    for (const [i, prompt] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
      for (const row of ['full', 'w0'])
        await folder.savePicture(picture({ row, prompt }), filled([1, 8, 8, 3], i / 8), {});
  });
  const size = ({ dims }: Tensor): [lines: number, columns: number] => {
    const [, height = 0, width = 0] = dims;
    return [height, (width - GAP) / (CELL + GAP)];
  };
  const high = (lines: number, labels: number): number => lines * (CELL + labels * LINE + GAP) + GAP;

  it('have the reference, and a line a prompt with its seeds', async () => {
    const pictures = ['a', 'b'].flatMap((prompt) => [0, 1].map((seed) => picture({ prompt, seed })));
    assert.deepEqual(size(await subjectGrid(sources, wolf, pictures)), [high(2, 2), 3]);
  });

  it('show at most four prompts of each row side by side', async () => {
    const of = (row: string): ScoredPicture[] =>
      Array.from('abcdef').map((prompt) => picture({ row, prompt }));
    const rows = new Map([
      ['full', of('full')],
      ['w0', of('w0')],
    ]);
    assert.deepEqual(size(await rowsSheet(sources, wolf, rows)), [high(4, 3), 3]);
  });

  it('have a column a λ', async () => {
    const byLambda = new Map([0, 0.6, 1.2].map((lambda) => [lambda, [picture({ prompt: 'a' })]]));
    assert.deepEqual(size(await lambdaStrip(sources, byLambda)), [high(1, 3), 3]);
  });

  it('leave a cell blank whose picture is lost', async () => {
    const sheet = await lambdaStrip(sources, new Map([[0, [picture({ prompt: 'lost' })]]]));
    const middle = ((GAP + CELL / 2) * (sheet.dims[2] ?? 0) + GAP + CELL / 2) * 3;
    assert.equal(sheet.data[middle], 1);
  });
});
