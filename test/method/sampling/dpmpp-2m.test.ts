import assert from 'node:assert/strict';
import { dpmpp2m, dpmpp2mSde } from '../../../method/sampling/dpmpp-2m.ts';
import type { Denoiser } from '../../../method/sampling/sampler.ts';
import { TorchGenerator } from '../../../method/tensor/noise.ts';
import { scale, tensor } from '../../../method/tensor/tensor.ts';

const half: Denoiser = (x) => Promise.resolve(scale(0.5, x));
const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-5, `${actual}, not ${expected}`);

describe('dpmpp2m', () => {
  it('takes a first-order step and then a second-order one', async () => {
    near((await dpmpp2m(half, tensor([8], [1]), [4, 2])).data[0], 6); // 8/2 + 4/2
    near((await dpmpp2m(half, tensor([8], [1]), [4, 2, 1])).data[0], 4.25); // 6/2 + (1.5·3 − 0.5·4)/2
  });
});

describe('dpmpp2mSde', () => {
  it('takes two steps by hand', async () => {
    const generator = (): TorchGenerator => new TorchGenerator(3);
    const draws = generator();
    const [n1 = NaN, n2 = NaN] = [draws.normal(1)[0], draws.normal(1)[0]];
    const first = 2 + 3 + 2 * Math.sqrt(0.75) * n1; // x/4 + 0.75·D + …
    const one = await dpmpp2mSde(half, tensor([8], [1]), [4, 2], { generator: generator() });
    near(one.data[0], first);
    const two = await dpmpp2mSde(half, tensor([8], [1]), [4, 2, 1], { generator: generator() });
    const second = first / 4 + 0.75 * (first / 2) + 0.375 * (first / 2 - 4) + Math.sqrt(0.75) * n2;
    near(two.data[0], second);
  });
});
