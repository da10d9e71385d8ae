import assert from 'node:assert/strict';
import fc from 'fast-check';
import { likenesses, nearest, textAlignments, unitRows } from '../../../method/evaluation/features.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

const east = tensor([1, 0], [1, 2]);
const three = tensor([1, 0, 0, 1, -1, 0], [3, 2]);

describe('unitRows', () => {
  it('makes every row as long as 1, and leaves a row of zeros', () => {
    assert.deepEqual(
      [...unitRows(tensor([3, 4, 0, 0], [2, 2])).data],
      [Math.fround(0.6), Math.fround(0.8), 0, 0],
    );
  });
});

describe('likenesses', () => {
  it('are cosines with each reference, their mean and the largest; negative ones stay', () => {
    const [found] = likenesses(east, three);
    assert.deepEqual(found, { each: [1, 0, -1], mean: 0, max: 1 });
  });

  it('have one value for mean and maximum with one reference', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (angle) => {
        const picture = tensor([Math.cos(angle), Math.sin(angle)], [1, 2]);
        const [found] = likenesses(picture, east);
        assert.equal(found?.mean, found?.max);
        assert.ok(Math.abs((found?.mean ?? NaN) - Math.cos(angle)) < 1e-6);
      }),
    );
  });

  it('refuse no reference, and features of another width', () => {
    assert.throws(() => likenesses(east, tensor([], [0, 2])), /expected at least one, got none/);
    assert.throws(() => likenesses(east, tensor([1], [1, 1])), /expected 2 numbers each, got 1/);
  });
});

describe('textAlignments', () => {
  it('take one text for all, or one a picture', () => {
    assert.deepEqual(textAlignments(three, east), [1, 0, -1]);
    assert.deepEqual(textAlignments(three, three), [1, 1, 1]);
    assert.throws(
      () => textAlignments(three, tensor([1, 0, 0, 1], [2, 2])),
      /expected 1 or 3 for 3 pictures, got 2/,
    );
  });
});

describe('nearest', () => {
  it('is the row of the gallery with the largest cosine', () => {
    assert.deepEqual(nearest(tensor([0.1, 0.9, -0.9, 0.2], [2, 2]), three), [1, 2]);
  });
});
