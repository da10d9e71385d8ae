import assert from 'node:assert/strict';
import { openDataFolder, type DataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { DataPictures } from '../../../../graph-server/cli/evaluation/data-pictures.ts';
import type { Group } from '../../../../method/evaluation/plan.ts';
import { allRows } from '../../../../method/evaluation/rows.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('DataPictures', () => {
  const parent = temporaryFolder();
  let data: DataFolder;
  let pictures: DataPictures;
  before(async () => {
    data = await openDataFolder(writeSmallBenchmark(parent));
    pictures = new DataPictures(data, [5, 6, 7]);
  });
  const group = (rowId: string, promptIndex = 0): Group => {
    const row = allRows(0.6).find(({ id }) => id === rowId);
    const [subject, prompt] = [data.subjects[0], data.prompts[promptIndex]];
    if (!row || !subject || !prompt) throw new Error('the test: expected a group, got none');
    return { row, subject, prompt, seeds: [5, 6, 7] };
  };

  it('gives the reference of a number', async () => {
    assert.equal((await pictures.of(group('real'), 0)).dims[3], 3);
  });

  it('counts true renders by the place of the seed in the run', () => {
    const count = data.truths[`${data.subjects[0]?.id}/${data.prompts[0]?.id}`]?.length ?? 1;
    assert.deepEqual(
      [5, 6, 7].map((seed) => pictures.truthIndex(group('truth'), seed)),
      [0, 1, 2].map((place) => place % count),
    );
  });

  it('says whose picture is missing', () => {
    const { subject, prompt, ...rest } = group('real');
    assert.throws(
      () => void pictures.of({ ...rest, subject, prompt }, 9),
      new RegExp(`^Error: ${subject.id}/${prompt.id}: expected a picture of the data set for 9, got none$`),
    );
  });
});
