import assert from 'node:assert/strict';
import { clipPixels } from '../../../method/image/clip-pixels.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

describe('clipPixels', () => {
  it('gives channels first, normalised by CLIP’s mean and deviation', () => {
    const grey = clipPixels(filled([2, 5, 9, 3], 128 / 255), 4);
    assert.deepEqual(grey.dims, [2, 3, 4, 4]);
    const [red, green, blue] = [0, 16, 32].map((i) => grey.data[i] ?? NaN);
    assert.ok(Math.abs((red ?? NaN) - (128 / 255 - 0.48145466) / 0.26862954) < 1e-6);
    assert.ok(Math.abs((green ?? NaN) - (128 / 255 - 0.4578275) / 0.26130258) < 1e-6);
    assert.ok(Math.abs((blue ?? NaN) - (128 / 255 - 0.40821073) / 0.27577711) < 1e-6);
  });

  it('keeps rows and columns in their place', () => {
    const red = tensor([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 2, 3]);
    const { data } = clipPixels(red, 2);
    const black = -0.48145466 / 0.26862954;
    assert.ok((data[0] ?? 0) > 1.9);
    for (const i of [1, 2, 3]) assert.ok(Math.abs((data[i] ?? 0) - black) < 1e-6);
  });
});
