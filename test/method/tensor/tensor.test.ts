import assert from 'node:assert/strict';
import {
  axpby,
  concatenate,
  filled,
  mapped,
  relativeL2,
  reshaped,
  scale,
  sizeOf,
  slice,
  tensor,
  zeros,
} from '../../../method/tensor/tensor.ts';

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

  it('fills, maps, scales and reshapes without changing what it was given', () => {
    assert.deepEqual(filled([2, 1], 3), tensor([3, 3], [2, 1]));
    assert.deepEqual([...mapped(x, (v, i) => v * i).data], [0, 2, 6, 12, 20, 30]);
    assert.deepEqual([...scale(2, x).data], [2, 4, 6, 8, 10, 12]);
    assert.deepEqual(reshaped(x, [3, 2]), { dims: [3, 2], data: x.data });
    assert.throws(() => reshaped(x, [4]), /^Error: tensor \[4\]: expected 4 numbers, got 6$/);
    assert.deepEqual([...x.data, sizeOf(x.dims), sizeOf([])], [1, 2, 3, 4, 5, 6, 6, 1]);
  });

  it('refuses to join what does not fit, and nothing', () => {
    assert.throws(() => concatenate([x, zeros([2, 2])], 0), /expected dims like \[2, 3\], got \[2, 2\]$/);
    assert.throws(() => concatenate([], 0), /^Error: concatenate: expected at least one tensor, got none$/);
  });

  it('combines linearly and measures the distance', () => {
    assert.deepEqual([...axpby(2, x, -1, x).data], [...x.data]);
    assert.equal(relativeL2(x, x), 0);
    assert.equal(relativeL2(zeros([2, 3]), x), 1);
    assert.throws(() => relativeL2(x, zeros([6])), /expected dims \[2, 3\], got \[6\]/);
  });
});
