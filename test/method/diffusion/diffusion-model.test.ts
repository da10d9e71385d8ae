import assert from 'node:assert/strict';
import { forBatch, plainPrediction, type DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, relativeL2, slice, tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('plainPrediction', () => {
  const runtime = new Runtime({ threads: 1 });
  after(() => runtime.dispose());

  let fixture: Fixture;
  let model: DiffusionModel;
  before(async () => {
    fixture = await openFixture('unet-a');
    model = {
      key: 'unet-a',
      config: parseUnetConfig(fixture.config, 'unet-a'),
      weights: fixture.weights.at('unet'),
      levels: noiseLevels(STABLE_DIFFUSION),
      latentScale: 0.18215,
      sessions: runtime,
    };
  });

  it('takes latents of odd sides', async () => {
    const predict = plainPrediction(model, slice(await fixture.io('text'), 0, 0, 1));
    const epsilon = await predict(gaussianNoise(1, [1, 4, 9, 7]), 500, 0);
    assert.deepEqual(epsilon.dims, [1, 4, 9, 7]);
    assert.ok(epsilon.data.every((v) => Number.isFinite(v)));
  });

  it('predicts ε of a batch at one timestep, with one text for all', async () => {
    const [sample, text] = [await fixture.io('sample'), await fixture.io('text')];
    const [timestep = NaN] = (await fixture.io('timestep')).data;
    const first = slice(sample, 0, 0, 1);
    const predict = plainPrediction(model, slice(text, 0, 0, 1));
    const expected = slice(await fixture.io('plain'), 0, 0, 1);
    assert.ok(relativeL2(await predict(first, timestep, 0), expected) < 1e-4);
    const twice = await predict(concatenate([first, first], 0), timestep, 0);
    assert.ok(relativeL2(twice, concatenate([expected, expected], 0)) < 1e-4);
    const signal = AbortSignal.abort(new Error('interrupted'));
    await assert.rejects(plainPrediction(model, text, signal)(sample, timestep, 0), /^Error: interrupted$/);
  });

  it('uses its deep feature again as its savings say, and is itself with interval 1', async () => {
    const text = slice(await fixture.io('text'), 0, 0, 1);
    const x = gaussianNoise(1, [1, 4, 8, 8]);
    const steps = async (interval: number | undefined): Promise<Float32Array[]> => {
      const reuse = { interval: interval ?? 1, depth: 1, from: 999, to: 0 };
      const predict = plainPrediction({ ...model, savings: interval ? { reuse } : undefined }, text);
      return [(await predict(x, 500, 0)).data, (await predict(x, 400, 1)).data];
    };
    const [plain, every, second] = [await steps(undefined), await steps(1), await steps(2)];
    assert.deepEqual(every, plain);
    assert.deepEqual(second[0], plain[0]);
    assert.notDeepEqual(second[1], plain[1]);
  });
});

describe('forBatch', () => {
  it('repeats one row and leaves as many as there are', () => {
    const row = tensor([1, 2], [1, 2]);
    assert.deepEqual(forBatch(row, 3), tensor([1, 2, 1, 2, 1, 2], [3, 2]));
    assert.equal(forBatch(row, 1), row);
    assert.throws(() => forBatch(tensor([1, 2], [2, 1]), 3), {
      message: 'context: expected 1 or 3 rows for a batch of 3, got 2',
    });
  });
});
