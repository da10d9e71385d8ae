import assert from 'node:assert/strict';
import { openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { openEvalParts } from '../../../../graph-server/cli/evaluation/eval-parts.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('openEvalParts', () => {
  const parent = temporaryFolder();
  const options = { dataSet: '', out: '', flags: { data: parent }, json: false };

  it('opens the embedded bundle with its judges, and says which are missing', async () => {
    const parts = await openEvalParts(options, await openDataFolder(writeSmallBenchmark(parent)));
    try {
      assert.deepEqual([parts.bundle, parts.imageSize, parts.defaults.lambda], ['elite-nano', 64, 0.6]);
      assert.equal(parts.scorer.presets.id_i, 'tiny-id');
      assert.equal(parts.scorer.presets.dino_i_mean, undefined);
      assert.match(parts.scorer.missing.dino_i_mean ?? '', /no weights/);
      assert.match(parts.models['unet'] ?? '', /^[0-9a-f]{64}$/);
    } finally {
      await parts.close();
    }
  });

  it('computes with the threads that were asked for, and refuses what makes no sense', async () => {
    const data = await openDataFolder(writeSmallBenchmark(parent));
    const parts = await openEvalParts({ ...options, flags: { data: parent, threads: '1' } }, data);
    assert.equal(parts.threads, 1);
    await parts.close();
    await assert.rejects(openEvalParts({ ...options, flags: { threads: 'many' } }, data), {
      message: '--threads: expected a number from 1 to 1024, got "many"',
    });
  });

  it('names the presets that there are', async () => {
    const data = await openDataFolder(writeSmallBenchmark(parent));
    await assert.rejects(
      openEvalParts({ ...options, picture: 'vit' }, data),
      /--picture: expected one of dino-s16\/eval/,
    );
  });
});
