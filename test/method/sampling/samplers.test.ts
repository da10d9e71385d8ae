import assert from 'node:assert/strict';
import { SAMPLERS } from '../../../method/sampling/index.ts';
import type { Denoiser, Sampler } from '../../../method/sampling/sampler.ts';
import { TorchGenerator } from '../../../method/tensor/noise.ts';
import { scale, tensor } from '../../../method/tensor/tensor.ts';

/** Data of variance 1 around 0: D(x; σ) = x/(1 + σ²), whose flow is x(σ) = x₀·√(1 + σ²), known exactly. */
const gaussian: Denoiser = (x, sigma) => Promise.resolve(scale(1 / (1 + sigma ** 2), x));

const [FROM, TO] = [10, 0.5];

async function error(sampler: Sampler, steps: number): Promise<number> {
  const sigmas = Array.from({ length: steps + 1 }, (_, i) => FROM * (TO / FROM) ** (i / steps));
  const start = tensor([Math.sqrt(1 + FROM ** 2)], [1]);
  const { data } = await sampler(gaussian, start, sigmas);
  return Math.abs((data[0] ?? NaN) - Math.sqrt(1 + TO ** 2));
}

describe('samplers', () => {
  for (const [name, expected] of [
    ['euler', 1],
    ['ddim', 1],
    ['heun', 2],
    ['dpmpp_2m', 2],
  ] as const) {
    it(`${name} converges with order ${expected}`, async () => {
      const sampler = SAMPLERS[name];
      assert.ok(sampler);
      const order = Math.log2((await error(sampler, 40)) / (await error(sampler, 80)));
      assert.ok(Math.abs(order - expected) < 0.25, `measured order ${order.toFixed(3)}`);
    });
  }

  it('lms is far more accurate than euler with the same evaluations', async () => {
    const { lms, euler } = SAMPLERS;
    assert.ok(lms && euler);
    assert.ok((await error(lms, 40)) < (await error(euler, 40)) / 50);
  });

  for (const name of ['euler_ancestral', 'dpmpp_2m_sde']) {
    it(`${name} ends with data of the right variance`, async () => {
      const sampler = SAMPLERS[name];
      assert.ok(sampler);
      const generator = new TorchGenerator(1);
      const start = scale(FROM, { dims: [4096], data: generator.normal(4096) });
      const sigmas = [...Array.from({ length: 60 }, (_, i) => FROM * (0.01 / FROM) ** (i / 59)), 0];
      const { data } = await sampler(gaussian, start, sigmas, { generator });
      const variance = data.reduce((sum, v) => sum + v * v, 0) / data.length;
      assert.ok(Math.abs(variance - 1) < 0.1, `variance ${variance}`);
      await assert.rejects(sampler(gaussian, start, sigmas), /expected a generator of noise, got none/);
    });
  }
});
