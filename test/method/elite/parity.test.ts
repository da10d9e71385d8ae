import assert from 'node:assert/strict';
import { comparePipeline, openPipelineCase } from '../../../bench/parity-pipeline.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';

/** A thousand evaluations of the UNet; the machine may be busy. */
const LONG = 300_000;

describe('the whole method beside PyTorch', () => {
  const runtime = new Runtime();
  after(() => runtime.dispose());

  it('encodes alike, and ends at the same latents after 25 and 100 LMS steps with λ 0, 0.6, 0.8 and 1.2', async function () {
    this.timeout(LONG);
    const rows = await comparePipeline(runtime);
    assert.equal(rows.length, 12);
    for (const { output, error, limit } of rows)
      assert.ok(error <= limit, `${output}: ${error} is beyond ${limit}`);
  });

  it('is bit for bit the global-only model when λ is 0', async () => {
    const { predict } = await openPipelineCase(runtime);
    const x = gaussianNoise(7, [1, 4, 8, 8]);
    const [local, global] = [await predict('0')(x, 500.5, 0), await predict()(x, 500.5, 0)];
    assert.deepEqual(local.data, global.data);
  });

  it('differs from the global-only model when λ is not 0, in one layer alone too', async () => {
    const { predict } = await openPipelineCase(runtime);
    const x = gaussianNoise(7, [1, 4, 8, 8]);
    const global = await predict()(x, 500.5, 0);
    for (const lambda of ['0.8', 'layers: 0, 0, 0, 0, 0, 0, 0.8'])
      assert.notDeepEqual((await predict(lambda)(x, 500.5, 0)).data, global.data);
  });
});
