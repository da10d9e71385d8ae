import assert from 'node:assert/strict';
import type { DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { DeepCache } from '../../../nodes/diffusion/deep-cache.ts';
import { KSampler } from '../../../nodes/diffusion/k-sampler.ts';
import { TokenDownsampling } from '../../../nodes/diffusion/token-downsampling.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { runNode } from '../../support/run-node.ts';

describe('TokenDownsampling', () => {
  const bundle = openedBundle();
  const patched = async (model: DiffusionModel, downsample_factor: number): Promise<DiffusionModel> =>
    (await runNode(TokenDownsampling, { model, downsample_factor }))['MODEL'] as DiffusionModel;
  const draw = async (model: DiffusionModel, sides = [8, 8]): Promise<Tensor> => {
    const sampler = {
      model,
      seed: 1n,
      steps: 3,
      cfg: 5,
      sampler_name: 'dpmpp_2m',
      scheduler: 'karras',
      positive: { text: gaussianNoise(1, [1, 12, 24]), positions: [] },
      negative: { text: gaussianNoise(2, [1, 12, 24]), positions: [] },
      latent_image: { samples: zeros([1, 4, ...sides]) },
      denoise: 1,
    };
    return ((await runNode(KSampler, sampler))['LATENT'] as Latent).samples;
  };

  it('changes nothing with factor 1, and more with a greater one', async () => {
    const { model } = bundle();
    const plain = await draw(model);
    assert.deepEqual(await draw(await patched(model, 1)), plain);
    const two = relativeL2(await draw(await patched(model, 2)), plain);
    const eight = relativeL2(await draw(await patched(model, 8)), plain);
    assert.ok(two > 1e-6 && two < eight && eight < 1, `relative differences ${two} and ${eight}`);
  });

  it('draws sides that its factor does not divide', async () => {
    const drawn = await draw(await patched(bundle().model, 2), [9, 7]);
    assert.deepEqual(drawn.dims, [1, 4, 9, 7]);
    assert.ok(drawn.data.every(Number.isFinite));
  });

  it('goes with other patches', async () => {
    const settings = { cache_interval: 2, cache_depth: 1, start_percent: 0, end_percent: 1 };
    const cached = (await runNode(DeepCache, { model: bundle().model, ...settings }))[
      'MODEL'
    ] as DiffusionModel;
    const both = await patched(cached, 2);
    assert.equal(both.savings?.keyStride, 2);
    assert.equal(both.savings.reuse?.interval, 2);
    assert.notDeepEqual(await draw(both), await draw(cached));
  });
});
