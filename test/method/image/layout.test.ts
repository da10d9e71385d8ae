import assert from 'node:assert/strict';
import { channelOf, modelPixels, pictureAt, picturesOf } from '../../../method/image/layout.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

const PICTURES = tensor(
  Array.from({ length: 24 }, (_, i) => i / 24),
  [2, 2, 2, 3],
);

describe('layouts', () => {
  it('put channels first and stretch 0 … 1 to −1 … 1', () => {
    const pixels = modelPixels(tensor([0, 0.25, 1, 0.5, 0.75, 0], [1, 1, 2, 3]));
    assert.deepEqual(pixels, tensor([-1, 0, -0.5, 0.5, 1, -1], [1, 3, 1, 2]));
  });

  it('go there and back', () => {
    const back = picturesOf(modelPixels(PICTURES));
    assert.deepEqual(back.dims, PICTURES.dims);
    back.data.forEach((v, i) => assert.ok(Math.abs(v - (PICTURES.data[i] ?? NaN)) < 1e-7));
  });

  it('clamp what models draw', () => {
    assert.deepEqual([...picturesOf(tensor([-1.5, 1.5, 0], [1, 3, 1, 1])).data], [0, 1, 0.5]);
  });

  it('give one picture of a batch', () => {
    assert.deepEqual(pictureAt(PICTURES, 1), tensor(PICTURES.data.slice(12), [1, 2, 2, 3]));
  });

  it('give one channel as masks', () => {
    const { dims, data } = channelOf(PICTURES, 1);
    assert.deepEqual(dims, [2, 2, 2]);
    assert.deepEqual(
      data,
      PICTURES.data.filter((_, i) => i % 3 === 1),
    );
  });
});
