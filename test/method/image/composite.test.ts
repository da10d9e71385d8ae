import assert from 'node:assert/strict';
import { composite } from '../../../method/image/composite.ts';
import { filled, tensor, zeros, type Tensor } from '../../../method/tensor/tensor.ts';

/** Pictures of one channel. */
const grey = (values: readonly number[], height: number, width: number): Tensor =>
  tensor(values, [values.length / (height * width), height, width, 1]);

const UNDER = grey([0, 0.1, 0.2, 0.3, 0.4, 0.5], 2, 3);
const here = { left: 0, top: 0, resizes: false };

describe('composite', () => {
  it('lays a picture at its place and cuts what reaches over the edge', () => {
    const out = composite(UNDER, grey([1, 1, 1, 1], 2, 2), { left: 2, top: 1, resizes: false });
    assert.deepEqual(out, grey([0, 0.1, 0.2, 0.3, 0.4, 1], 2, 3));
    assert.deepEqual(composite(UNDER, grey([1], 1, 1), { ...here, left: 9 }), UNDER);
  });

  it('mixes both by the mask, which is brought to the size of the source', () => {
    const mask = tensor([0, 0.25, 1, 0, 0.25, 1], [1, 2, 3]);
    const out = composite(UNDER, filled([1, 2, 3, 1], 0.9), { ...here, mask });
    const expected = grey(
      [0, 0.25 * 0.9 + 0.75 * Math.fround(0.1), 0.9, 0.3, 0.25 * 0.9 + 0.75 * 0.4, 0.9],
      2,
      3,
    );
    expected.data.forEach((v, i) => assert.ok(Math.abs(v - (out.data[i] ?? NaN)) < 1e-6));
    const one = composite(UNDER, filled([1, 2, 3, 1], 0.9), { ...here, mask: filled([1, 8, 8], 1) });
    assert.deepEqual(one, filled([1, 2, 3, 1], 0.9));
  });

  it("brings the source to the destination's size, bilinear", () => {
    const out = composite(zeros([1, 3, 4, 1]), grey([1, 0.8, 0.6, 0.4], 2, 2), { ...here, resizes: true });
    const expected = [1, 0.95, 0.85, 0.8, 0.8, 0.75, 0.65, 0.6, 0.6, 0.55, 0.45, 0.4];
    expected.forEach((v, i) => assert.ok(Math.abs(v - (out.data[i] ?? NaN)) < 1e-6));
  });

  it('takes fewer sources and masks in turn', () => {
    const two = grey([0, 0, 0, 0], 1, 2);
    const mask = tensor([1, 0, 0, 1], [2, 1, 2]);
    assert.deepEqual([...composite(two, grey([1, 1], 1, 2), { ...here, mask }).data], [1, 0, 0, 1]);
  });

  it('refuses another number of channels, and leaves what it is given alone', () => {
    assert.throws(() => composite(UNDER, zeros([1, 2, 2, 3]), here), {
      message: 'source: expected 1 channels as the destination has, got 3',
    });
    assert.deepEqual(UNDER, grey([0, 0.1, 0.2, 0.3, 0.4, 0.5], 2, 3));
  });
});
