import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import type { DiffusionModel } from '../../../method/diffusion/diffusion-model.ts';
import { DeepCache } from '../../../nodes/diffusion/deep-cache.ts';
import { KSampler } from '../../../nodes/diffusion/k-sampler.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { runNode } from '../../support/run-node.ts';

describe('DeepCache', () => {
  const bundle = openedBundle();
  const inputs = { cache_interval: 2, cache_depth: 1, start_percent: 0, end_percent: 1 };
  const patched = async (changes: Record<string, number> = {}): Promise<DiffusionModel> =>
    (await runNode(DeepCache, { model: bundle().model, ...inputs, ...changes }))['MODEL'] as DiffusionModel;
  const draw = async (model: DiffusionModel): Promise<Tensor> => {
    const sampler = {
      model,
      seed: 1n,
      steps: 6,
      cfg: 5,
      sampler_name: 'dpmpp_2m',
      scheduler: 'karras',
      positive: { text: gaussianNoise(1, [1, 12, 24]), positions: [] },
      negative: { text: gaussianNoise(2, [1, 12, 24]), positions: [] },
      latent_image: { samples: zeros([1, 4, 8, 8]) },
      denoise: 1,
    };
    return ((await runNode(KSampler, sampler))['LATENT'] as Latent).samples;
  };

  it('changes nothing with interval 1, and little with 2', async () => {
    const plain = await draw(bundle().model);
    assert.deepEqual(await draw(await patched({ cache_interval: 1 })), plain);
    const reused = relativeL2(await draw(await patched()), plain);
    assert.ok(reused > 1e-6 && reused < 0.3, `relative difference ${reused}`);
  });

  it('is nearer to the whole network with a greater depth', async () => {
    const plain = await draw(bundle().model);
    const [shallow, deep] = [await draw(await patched()), await draw(await patched({ cache_depth: 4 }))];
    assert.ok(relativeL2(deep, plain) < relativeL2(shallow, plain));
  });

  it('refuses a depth that the network does not have', async () => {
    await assert.rejects(
      patched({ cache_depth: 32 }),
      /^Error: depth: expected a whole number from 1 to \d+, got 32$/,
    );
  });
});
