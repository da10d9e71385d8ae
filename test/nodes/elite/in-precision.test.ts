import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inPrecision } from '../../../nodes/elite/in-precision.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('inPrecision', () => {
  const bundle = openedBundle();
  const models = temporaryFolder();

  it('are the networks themselves in fp32, and those with 8-bit weights of the first folder in int8', async () => {
    const { model, clipVision } = bundle();
    assert.deepEqual(await inPrecision(bundle(), 'fp32', { models: [] }), { model, clipVision });
    assert.ok(!existsSync(join(models, 'derived')));
    const int8 = await inPrecision(bundle(), 'int8', { models: [models, '/elsewhere'] });
    for (const { key } of [int8.model, int8.clipVision.parts]) assert.match(key, / int8-[78]$/);
    assert.ok(existsSync(join(models, 'derived')));
  });

  it('needs a folder for 8-bit weights', async () => {
    await assert.rejects(inPrecision(bundle(), 'int8', { models: [] }), {
      message: 'precision: expected a folder of models for 8-bit weights, got none',
    });
  });
});
