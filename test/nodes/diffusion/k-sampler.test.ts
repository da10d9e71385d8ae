import assert from 'node:assert/strict';
import { KSampler } from '../../../nodes/diffusion/k-sampler.ts';
import type { EncodedPrompt } from '../../../method/elite/encode-prompt.ts';
import { SAMPLERS } from '../../../method/sampling/index.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { mapped, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import type { Latent } from '../../../nodes/sockets.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('KSampler', () => {
  const bundle = openedBundle();
  const prompt = (seed: number): EncodedPrompt => ({ text: gaussianNoise(seed, [1, 12, 24]), positions: [] });
  const sample = async (changes: Record<string, unknown> = {}, context = nodeContext()): Promise<Tensor> => {
    const inputs = {
      model: bundle().model,
      seed: 42n,
      steps: 3,
      cfg: 5,
      sampler_name: 'euler',
      scheduler: 'normal',
      positive: prompt(1),
      negative: prompt(2),
      latent_image: { samples: zeros([1, 4, 8, 8]) },
      denoise: 1,
      ...changes,
    };
    return ((await KSampler.run(inputs, context)) as unknown as { LATENT: Latent }).LATENT.samples;
  };

  it('draws the same latents for the same seed, and others for another', async () => {
    const first = await sample();
    assert.deepEqual(first.dims, [1, 4, 8, 8]);
    assert.deepEqual(await sample(), first);
    assert.notDeepEqual(await sample({ seed: 43n }), first);
  });

  it('offers every sampler, and each of them draws finite latents of a batch', async () => {
    for (const sampler_name of Object.keys(SAMPLERS)) {
      const latents = await sample({ sampler_name, latent_image: { samples: zeros([2, 4, 8, 8]) } });
      assert.ok(
        latents.data.every((v) => Number.isFinite(v)),
        sampler_name,
      );
    }
  });

  it('follows the positive prompt alone when cfg is 1', async () => {
    assert.deepEqual(await sample({ cfg: 1, negative: prompt(9) }), await sample({ cfg: 1 }));
    assert.notDeepEqual(await sample({ negative: prompt(9) }), await sample());
  });

  it('keeps the given latents when denoise is 0, and some of them below 1', async () => {
    const latent_image = { samples: gaussianNoise(5, [1, 4, 8, 8]) };
    assert.deepEqual(await sample({ latent_image, denoise: 0 }), latent_image.samples);
    assert.notDeepEqual(await sample({ latent_image, denoise: 0.5 }), await sample({ denoise: 0.5 }));
  });

  it('draws where the mask of the latents is white', async () => {
    const samples = gaussianNoise(5, [1, 4, 8, 8]);
    const noise_mask = mapped(zeros([1, 16, 16]), (_, i) => (i % 16 < 8 ? 1 : 0)); // the left half
    const drawn = await sample({ latent_image: { samples, noise_mask } });
    drawn.data.forEach((v, i) => assert.equal(v === samples.data[i], i % 8 >= 4));
    const none = { samples, noise_mask: zeros([1, 16, 16]) };
    assert.deepEqual(await sample({ latent_image: none }), samples);
  });

  it('draws on latents of odd sides', async () => {
    const latents = await sample({ latent_image: { samples: zeros([1, 4, 5, 7]) } });
    assert.deepEqual(latents.dims, [1, 4, 5, 7]);
  });

  it('tells each step, and stops between steps', async () => {
    const stop = new AbortController();
    const context = nodeContext(undefined, { signal: stop.signal });
    await sample({}, context);
    assert.deepEqual(context.told, [
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const progress = (value: number): void => {
      if (value === 1) stop.abort(new Error('interrupted'));
    };
    await assert.rejects(sample({}, nodeContext(undefined, { signal: stop.signal, progress })), {
      message: 'interrupted',
    });
  });
});
