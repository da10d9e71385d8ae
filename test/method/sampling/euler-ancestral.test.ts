import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ancestralStep, eulerAncestral } from '../../../method/sampling/euler-ancestral.ts';
import { TorchGenerator } from '../../../method/tensor/noise.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('ancestralStep', () => {
  it('has the variance of the next level in its two parts', () => {
    const level = fc.double({ min: 0.01, max: 20, noNaN: true });
    fc.assert(
      fc.property(level, level, (a, b) => {
        const [sigma, next] = [Math.max(a, b), Math.min(a, b)];
        const { down, up } = ancestralStep(sigma, next);
        assert.ok(down >= 0 && up >= 0 && down <= next);
        assert.ok(Math.abs(down ** 2 + up ** 2 - next ** 2) < 1e-9 * next ** 2);
      }),
    );
  });

  it('adds no noise on the way to 0', () => {
    assert.deepEqual(ancestralStep(3, 0), { down: 0, up: 0 });
  });
});

describe('eulerAncestral', () => {
  it('takes one step by hand', async () => {
    const [noise = NaN] = new TorchGenerator(3).normal(1);
    const denoise = () => Promise.resolve(tensor([4], [1]));
    const { data } = await eulerAncestral(denoise, tensor([8], [1]), [4, 2], {
      generator: new TorchGenerator(3),
    });
    const expected = 5 + Math.sqrt(3) * noise; // down is 1, up is √3
    assert.ok(Math.abs((data[0] ?? NaN) - expected) < 1e-5);
  });
});
