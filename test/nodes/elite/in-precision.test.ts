import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inPrecision } from '../../../nodes/elite/in-precision.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('inPrecision', () => {
  const bundle = openedBundle();
  const models = temporaryFolder();

  it('is the model itself in fp32, and one with 8-bit weights of the first folder in int8', async () => {
    const { model } = bundle();
    assert.equal(await inPrecision(model, 'fp32', { models: [] }), model);
    assert.ok(!existsSync(join(models, 'derived')));
    const int8 = await inPrecision(model, 'int8', { models: [models, '/elsewhere'] });
    assert.match(int8.key, / int8-[78]$/);
    assert.ok(existsSync(join(models, 'derived')));
  });

  it('needs a folder for 8-bit weights', async () => {
    await assert.rejects(inPrecision(bundle().model, 'int8', { models: [] }), {
      message: 'precision: expected a folder of models for 8-bit weights, got none',
    });
  });
});
