import assert from 'node:assert/strict';
import { thumbnailOf } from '../../../method/image/thumbnail.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

describe('thumbnailOf', () => {
  it('is the square middle of a picture, 128 pixels a side', () => {
    const [height, width] = [40, 100];
    const wide = tensor(
      Float32Array.from({ length: height * width * 3 }, (_, i) => {
        const column = Math.floor(i / 3) % width;
        return column < 30 || column >= 70 ? 1 : 0.2;
      }),
      [1, height, width, 3],
    );
    const { pixels, ...size } = thumbnailOf(wide);
    assert.deepEqual(size, { height: 128, width: 128 });
    assert.deepEqual([...new Set(pixels)], [51]); // 0.2 of 255: what lies beside the middle is not in it
    assert.equal(pixels.length, 128 * 128 * 3);
  });

  it('refuses several pictures and what is none', () => {
    assert.throws(
      () => thumbnailOf(filled([2, 4, 4, 3], 0)),
      /^Error: thumbnail: expected one picture \[1, H, W, 3\], got \[2, 4, 4, 3\]$/,
    );
    assert.throws(() => thumbnailOf(filled([1, 4, 4], 0)), /got \[1, 4, 4\]$/);
  });
});
