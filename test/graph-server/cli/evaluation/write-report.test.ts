import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { RunFolder } from '../../../../graph-server/cli/evaluation/run-folder.ts';
import { writeReport } from '../../../../graph-server/cli/evaluation/write-report.ts';
import { allRows } from '../../../../method/evaluation/rows.ts';
import { parseScores } from '../../../../method/evaluation/scores-csv.ts';
import { filled } from '../../../../method/tensor/tensor.ts';
import { scoredPicture } from '../../../support/scored-pictures.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('writeReport', () => {
  const parent = temporaryFolder();

  it('writes a table with alarms, and says of an empty column alone why it is empty', async () => {
    const folder = await RunFolder.open(join(parent, 'run'));
    const picture = scoredPicture({ subject: 'wolf', values: { clip_t: 0.3, id_i: 0.5, paste: 0.9 } });
    await folder.savePicture(picture, filled([1, 8, 8, 3], 0.5), {});
    const summary = await writeReport(
      {
        data: await openDataFolder(writeSmallBenchmark(parent)),
        folder,
        rows: allRows(0.6),
        scorer: { presets: { clip_t: 'tiny-clip' }, missing: { dino_i_mean: 'no weights', clip_t: 'never' } },
        facts: ['Made for a test.'],
      },
      [picture],
    );
    assert.deepEqual(summary.missing, { dino_i_mean: 'no weights' });
    assert.equal(summary.rows[0]?.alarms, 1);
    const [read] = parseScores(readFileSync(join(folder.path, 'scores.csv'), 'utf8'), 'scores.csv');
    assert.equal(read?.alarm, true);
    assert.match(
      readFileSync(join(folder.path, 'report.html'), 'utf8'),
      /Made for a test\..+data:image\/jpeg/s,
    );
    assert.ok(
      existsSync(join(folder.path, 'grid-wolf.png')) && existsSync(join(folder.path, 'worst-wolf.png')),
    );
  });
});
