import assert from 'node:assert/strict';
import { axpby, concatenate, relativeL2, slice, tensor, zeros } from '../../../method/tensor/tensor.ts';

describe('tensor', () => {
  const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]);

  it('refuses numbers that do not fill its dims', () => {
    assert.throws(() => tensor([1, 2], [3]), /^Error: tensor \[3\]: expected 3 numbers, got 2$/);
  });

  it('slices an axis, and concatenation puts the parts together again', () => {
    assert.deepEqual([...slice(x, 1, 1, 3).data], [2, 3, 5, 6]);
    for (const axis of [0, 1]) {
      const parts = [slice(x, axis, 0, 1), slice(x, axis, 1, x.dims[axis] ?? 0)];
      assert.deepEqual(concatenate(parts, axis), { dims: [2, 3], data: x.data });
    }
    assert.throws(() => slice(x, 1, 0, 4), /expected 0 to 3, got 0 to 4/);
  });

  it('combines linearly and measures the distance', () => {
    assert.deepEqual([...axpby(2, x, -1, x).data], [...x.data]);
    assert.equal(relativeL2(x, x), 0);
    assert.equal(relativeL2(zeros([2, 3]), x), 1);
    assert.throws(() => relativeL2(x, zeros([6])), /expected dims \[2, 3\], got \[6\]/);
  });
});
