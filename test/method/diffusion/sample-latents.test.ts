import assert from 'node:assert/strict';
import type { NoisePrediction } from '../../../method/diffusion/guidance.ts';
import { sampleLatents } from '../../../method/diffusion/sample-latents.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { euler } from '../../../method/sampling/euler.ts';
import { inpainting } from '../../../method/sampling/inpainting.ts';
import { linearInTime } from '../../../method/sampling/schedules.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { axpby, filled, mapped, relativeL2, scale, slice, zeros } from '../../../method/tensor/tensor.ts';

const model = { levels: noiseLevels(STABLE_DIFFUSION), latentScale: 0.5 };
const settings = { seed: 42n, steps: 4, samplerName: 'euler', scheduler: 'normal', denoise: 1 };
const latent = zeros([1, 4, 8, 8]);
/** A network that finds no noise. */
const silent: NoisePrediction = (x) => Promise.resolve(zeros(x.dims));

describe('sampleLatents', () => {
  it("begins with PyTorch's noise at the largest level", async () => {
    const out = await sampleLatents(silent, model, latent, settings);
    const noise = gaussianNoise(42, [1, 4, 8, 8]);
    const sigma = model.levels.sigmas.at(-1) ?? NaN;
    const expected = { dims: noise.dims, data: noise.data.map((v) => (v * sigma) / 0.5) };
    assert.ok(relativeL2(out, expected) < 1e-6);
  });

  it('tells each step and of how many', async () => {
    const told: number[][] = [];
    const onStep = ({ index }: { index: number }, total: number): void => void told.push([index, total]);
    await sampleLatents(silent, model, latent, { ...settings, onStep });
    assert.deepEqual(told, [
      [0, 4],
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
  });

  it('goes through the last part of a longer schedule when denoise is below 1', async () => {
    const timesteps: number[] = [];
    const record: NoisePrediction = (x, timestep) => {
      timesteps.push(Math.round(timestep));
      return Promise.resolve(zeros(x.dims));
    };
    await sampleLatents(record, model, latent, { ...settings, denoise: 0.5 });
    assert.deepEqual(timesteps, [428, 285, 143, 0]); // the last four of eight even steps
  });

  it('ends where the network gives what is no number', async () => {
    const broken: NoisePrediction = (x, _, step) => Promise.resolve(filled(x.dims, step === 2 ? NaN : 0));
    await assert.rejects(
      sampleLatents(broken, model, latent, settings),
      /^Error: UNet: expected finite numbers, got NaN in step 3 \(damaged weights\?/,
    );
  });

  it('gives back the latents when denoise is 0', async () => {
    const given = filled([1, 4, 8, 8], 3);
    assert.equal(await sampleLatents(silent, model, given, { ...settings, denoise: 0 }), given);
  });

  it('draws inside a mask alone: outside the given latents stay, bit for bit, and a mask of ones changes nothing', async () => {
    const given = gaussianNoise(3, [1, 4, 8, 8]);
    const left = mapped(given, (_, i) => (i % 8 < 4 ? 1 : i % 8 === 4 ? 0.5 : 0));
    for (const samplerName of ['lms', 'euler_ancestral', 'dpmpp_2m']) {
      const plain = { ...settings, samplerName };
      const drawn = await sampleLatents(silent, model, given, { ...plain, mask: left });
      drawn.data.forEach((v, i) =>
        assert.equal(v === given.data[i], left.data[i] === 0, `${samplerName} ${i}`),
      );
      const ones = filled(given.dims, 1);
      const everywhere = await sampleLatents(silent, model, given, { ...plain, mask: ones });
      assert.deepEqual(everywhere, await sampleLatents(silent, model, given, plain));
    }
  });

  it('lets both share where a mask lies between 0 and 1', async () => {
    const given = gaussianNoise(3, [1, 4, 8, 8]);
    const half = filled(given.dims, 0.5);
    const drawn = await sampleLatents(silent, model, given, { ...settings, mask: half });
    // what finds no noise keeps what it is shown: half of x and half of the given latents with the noise of the level
    const picture = scale(model.latentScale, given);
    const noise = gaussianNoise(42, given.dims);
    const denoise = inpainting((x) => Promise.resolve(x), { picture, noise, mask: half });
    const sigmas = linearInTime(model.levels, settings.steps);
    const start = axpby(1, picture, sigmas[0] ?? NaN, noise);
    const expected = scale(1 / model.latentScale, await euler(denoise, start, sigmas));
    assert.ok(relativeL2(drawn, expected) < 1e-6);
  });

  it('draws the same for the same seed, and other latents for another', async () => {
    const ancestral = { ...settings, samplerName: 'euler_ancestral' };
    const [a, b, c] = await Promise.all(
      [42n, 42n, 43n].map((seed) => sampleLatents(silent, model, latent, { ...ancestral, seed })),
    );
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, c);
  });

  it('draws each sample of a list of seeds as it would alone, noise between the steps too', async () => {
    const ancestral = { ...settings, samplerName: 'euler_ancestral' };
    const both = await sampleLatents(silent, model, zeros([2, 4, 8, 8]), { ...ancestral, seed: [42n, 7n] });
    for (const [b, seed] of [42n, 7n].entries()) {
      const alone = await sampleLatents(silent, model, latent, { ...ancestral, seed });
      assert.deepEqual(slice(both, 0, b, b + 1), alone);
    }
  });

  it('names samplers and schedulers that it has', async () => {
    await assert.rejects(sampleLatents(silent, model, latent, { ...settings, samplerName: 'plms' }), {
      message:
        'sampler_name: expected one of lms, euler, euler_ancestral, heun, dpmpp_2m, dpmpp_2m_sde, ddim, got plms',
    });
    await assert.rejects(sampleLatents(silent, model, latent, { ...settings, scheduler: 'toString' }), {
      message: 'scheduler: expected one of normal, karras, exponential, got toString',
    });
  });
});
