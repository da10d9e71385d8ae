import assert from 'node:assert/strict';
import { gaussianNoise, TorchGenerator } from '../../../method/tensor/noise.ts';

/** torch's vectorised fp32 logarithm, sine and cosine differ from double precision by about 1.1e-6. */
const TOLERANCE = 2e-6;

const near = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, i) =>
    assert.ok(Math.abs((actual[i] ?? NaN) - value) <= TOLERANCE, `${i}: ${actual[i]}, not ${value}`),
  );

describe('gaussianNoise', () => {
  it("equals PyTorch's first and last values of 16,384 for seed 42", () => {
    const { data } = gaussianNoise(42, [1, 4, 64, 64]);
    near(data, [1.9269153, 1.4872841, 0.9007172, -2.105521, 0.6784185, -1.2345449, -0.0430675, -1.6046669]);
    near(data.slice(-4), [-0.8111438, -0.6357505, 0.9728097, -0.2934061]);
    const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
    assert.ok(Math.abs(mean - 0.0091409) < 1e-6);
  });

  it('begins alike for every size of at least 16', () => {
    const large = gaussianNoise(42, [1, 4, 64, 64]).data;
    assert.deepEqual(gaussianNoise(42, [1, 4, 16, 16]).data, large.slice(0, 1024));
  });

  it('draws fewer than 16 values another way', () => {
    near(gaussianNoise(42, [5]).data, [0.3366904, 0.1288094]);
  });

  it('looks at the low 32 bits of the seed only', () => {
    assert.deepEqual(gaussianNoise(2n ** 40n + 7n, [32]).data, gaussianNoise(7, [32]).data);
  });

  it('goes on where it stopped', () => {
    const generator = new TorchGenerator(3);
    assert.notDeepEqual(generator.normal(16), generator.normal(16));
  });
});
