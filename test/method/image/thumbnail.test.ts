import assert from 'node:assert/strict';
import { thumbnailOf } from '../../../method/image/thumbnail.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

describe('thumbnailOf', () => {
  /** A picture whose red grows with the column, green with the line, from 0 to 1; blue is 0.2. */
  const ramps = (height: number, width: number) =>
    tensor(
      Float32Array.from({ length: height * width * 3 }, (_, i) => {
        const [pixel, channel] = [Math.floor(i / 3), i % 3];
        const [line, column] = [Math.floor(pixel / width), pixel % width];
        return [column / (width - 1), line / (height - 1), 0.2][channel] ?? 0;
      }),
      [1, height, width, 3],
    );

  for (const [name, height, width, first, last] of [
    ['wide', 256, 512, [64, 1, 51], [191, 254, 51]],
    ['tall', 512, 256, [1, 64, 51], [254, 191, 51]],
  ] as const)
    it(`is the square middle of a ${name} picture, 128 pixels a side, upright`, () => {
      const { pixels, ...size } = thumbnailOf(ramps(height, width));
      assert.deepEqual(size, { height: 128, width: 128 });
      assert.equal(pixels.length, 128 * 128 * 3);
      const near = (seen: Uint8Array, wanted: readonly number[]) =>
        wanted.every((value, c) => Math.abs((seen[c] ?? NaN) - value) <= 1);
      assert.ok(near(pixels.subarray(0, 3), first));
      assert.ok(near(pixels.subarray(-3), last));
    });

  it('refuses several pictures and what is none', () => {
    assert.throws(
      () => thumbnailOf(filled([2, 4, 4, 3], 0)),
      /^Error: thumbnail: expected one picture \[1, H, W, 3\], got \[2, 4, 4, 3\]$/,
    );
    assert.throws(() => thumbnailOf(filled([1, 4, 4], 0)), /got \[1, 4, 4\]$/);
  });
});
