import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import type { DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { GuidanceInterval } from '../../../nodes/diffusion/guidance-interval.ts';
import { KSampler } from '../../../nodes/diffusion/k-sampler.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { runNode } from '../../support/run-node.ts';

describe('GuidanceInterval', () => {
  const bundle = openedBundle();
  const patched = async (start_percent: number, end_percent: number): Promise<DiffusionModel> =>
    (await runNode(GuidanceInterval, { model: bundle().model, start_percent, end_percent }))[
      'MODEL'
    ] as DiffusionModel;
  const draw = async (model: DiffusionModel, cfg: number): Promise<Tensor> => {
    const inputs = {
      model,
      seed: 1n,
      steps: 4,
      cfg,
      sampler_name: 'euler',
      scheduler: 'normal',
      positive: { text: gaussianNoise(1, [1, 12, 24]), positions: [] },
      negative: { text: gaussianNoise(2, [1, 12, 24]), positions: [] },
      latent_image: { samples: zeros([1, 4, 8, 8]) },
      denoise: 1,
    };
    return ((await runNode(KSampler, inputs))['LATENT'] as Latent).samples;
  };

  it('keeps the model and what else it leaves out', async () => {
    const reuse = { interval: 2, depth: 1, from: 999, to: 0 };
    const model = { ...bundle().model, savings: { reuse } };
    const { MODEL } = await runNode(GuidanceInterval, { model, start_percent: 0.1, end_percent: 1 });
    assert.deepEqual((MODEL as DiffusionModel).savings, { reuse, guidance: { from: 899.1, to: 0 } });
    assert.deepEqual(model.savings, { reuse });
  });

  it('changes nothing over the whole way, and is guidance 1 over none of it', async () => {
    const plain = await draw(bundle().model, 5);
    assert.deepEqual(await draw(await patched(0, 1), 5), plain);
    assert.deepEqual(await draw(await patched(0.4, 0.45), 5), await draw(bundle().model, 1));
    const some = await draw(await patched(0.2, 0.8), 5);
    assert.notDeepEqual(some, plain);
  });
});
