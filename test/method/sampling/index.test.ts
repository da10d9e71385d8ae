import assert from 'node:assert/strict';
import { SAMPLERS } from '../../../method/sampling/index.ts';
import type { Denoiser, Sampler, Step } from '../../../method/sampling/sampler.ts';
import { TorchGenerator } from '../../../method/tensor/noise.ts';
import { relativeL2, scale, tensor } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';

/** Data of variance 1 around 0: D(x; σ) = x/(1 + σ²), whose flow is x(σ) = x₀·√(1 + σ²), known exactly. */
const gaussian: Denoiser = (x, sigma) => Promise.resolve(scale(1 / (1 + sigma ** 2), x));

/** D(x; σ) = x/(1 + σ²) + sin(x/√(1 + σ²))/5: the one of the fixture. */
const curved: Denoiser = (x, sigma) => {
  const variance = 1 + sigma ** 2;
  return Promise.resolve(
    tensor(
      x.data.map((v) => v / variance + 0.2 * Math.sin(v / Math.sqrt(variance))),
      x.dims,
    ),
  );
};

/** Not to σ = 0.5: there the leading error of dpmpp_2m passes through zero and hides its order. */
const [FROM, TO] = [10, 1];

const geometric = (steps: number, to: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => FROM * (to / FROM) ** (i / steps));

async function error(sampler: Sampler, steps: number): Promise<number> {
  const { data } = await sampler(gaussian, tensor([Math.sqrt(1 + FROM ** 2)], [1]), geometric(steps, TO));
  return Math.abs((data[0] ?? NaN) - Math.sqrt(1 + TO ** 2));
}

/** Variance of what comes out of noise; 1 is right. The sample's own spread is √(2/8192) = 1.6 %. */
async function variance(sampler: Sampler, steps: number): Promise<number> {
  const generator = new TorchGenerator(1);
  const start = scale(FROM, { dims: [8192], data: generator.normal(8192) });
  const { data } = await sampler(gaussian, start, [...geometric(steps, 0.01), 0], { generator });
  return data.reduce((sum, v) => sum + v * v, 0) / data.length;
}

const named = (name: string): Sampler => {
  const sampler = SAMPLERS[name];
  assert.ok(sampler, name);
  return sampler;
};

describe('samplers', () => {
  for (const name of Object.keys(SAMPLERS)) {
    it(`${name} ends where diffusers' does`, async () => {
      const fixture = await openFixture('samplers');
      const sigmas = [...(await fixture.io(`${name}_sigmas`)).data];
      const start = scale(sigmas[0] ?? NaN, await fixture.io('noise'));
      const ours = await named(name)(curved, start, sigmas, { generator: new TorchGenerator(5) });
      // Both sides compute in 32 bits, twelve steps of them.
      assert.ok(relativeL2(ours, await fixture.io(name)) < 1e-6);
    });

    it(`${name} reaches data that is a single point, and tells each step`, async () => {
      const seen: Step[] = [];
      const sigmas = [8, 4, 2, 1, 0.5, 0];
      const start = tensor([8, -16], [2]);
      const { data } = await named(name)(() => Promise.resolve(tensor([3, -1], [2])), start, sigmas, {
        generator: new TorchGenerator(1),
        onStep: (step) => seen.push(step),
      });
      assert.ok(
        Math.abs((data[0] ?? NaN) - 3) < 1e-5 && Math.abs((data[1] ?? NaN) + 1) < 1e-5,
        [...data].join(' '),
      );
      assert.deepEqual(
        seen.map(({ index, sigma }) => [index, sigma]),
        [
          [0, 8],
          [1, 4],
          [2, 2],
          [3, 1],
          [4, 0.5],
        ],
      );
      assert.deepEqual([...start.data], [8, -16]);
    });
  }

  for (const [name, expected] of [
    ['euler', 1],
    ['ddim', 1],
    ['heun', 2],
    ['dpmpp_2m', 2],
  ] as const) {
    it(`${name} converges with order ${expected}`, async () => {
      const order = Math.log2((await error(named(name), 40)) / (await error(named(name), 80)));
      assert.ok(Math.abs(order - expected) < 0.1, `measured order ${order.toFixed(3)}`);
    });
  }

  it('lms is far more accurate than euler with the same evaluations', async () => {
    assert.ok((await error(named('lms'), 40)) < (await error(named('euler'), 40)) / 50);
  });

  for (const name of ['euler_ancestral', 'dpmpp_2m_sde']) {
    it(`${name} ends with data of the right variance, the nearer the more steps`, async () => {
      const [few, many] = [await variance(named(name), 60), await variance(named(name), 240)];
      assert.ok(Math.abs(many - 1) < 0.08, `variance ${many}`);
      assert.ok(Math.abs(few - 1) < 0.15, `variance ${few}`);
      assert.ok(Math.abs(many - 1) <= Math.abs(few - 1) + 0.02);
    });

    it(`${name} asks for a generator`, async () => {
      const run = named(name)(gaussian, tensor([1], [1]), [2, 1, 0]);
      await assert.rejects(run, /^Error: sampler: expected a generator of noise, got none$/);
    });
  }
});
