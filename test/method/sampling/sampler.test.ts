import assert from 'node:assert/strict';
import { freshNoise, intervals } from '../../../method/sampling/sampler.ts';
import { TorchGenerator } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';

describe('intervals', () => {
  it('pair each level with the next', () => {
    assert.deepEqual(intervals([3, 1, 0]), [
      { index: 0, sigma: 3, next: 1 },
      { index: 1, sigma: 1, next: 0 },
    ]);
    assert.deepEqual(intervals([3]), []);
  });
});

describe('freshNoise', () => {
  it("has the dims of x and the generator's next numbers", () => {
    const { dims, data } = freshNoise(filled([2, 3], 0), new TorchGenerator(9));
    assert.deepEqual(dims, [2, 3]);
    assert.deepEqual(data, new TorchGenerator(9).normal(6));
  });

  it('asks for a generator', () => {
    assert.throws(
      () => freshNoise(filled([1], 0), undefined),
      /^Error: sampler: expected a generator of noise, got none$/,
    );
  });
});
