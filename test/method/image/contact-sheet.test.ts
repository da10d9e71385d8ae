import assert from 'node:assert/strict';
import { contactSheet, differenceSheet } from '../../../method/image/contact-sheet.ts';
import { filled, type Tensor } from '../../../method/tensor/tensor.ts';

const pixel = (sheet: Tensor, y: number, x: number): number[] => {
  const at = (y * (sheet.dims[2] ?? 0) + x) * 3;
  return [...sheet.data.subarray(at, at + 3)];
};

describe('contactSheet', () => {
  it('puts pictures at their places, scaled to the cell, on white', () => {
    const [grey, dark] = [filled([1, 4, 4, 3], 0.5), filled([1, 16, 16, 3], 0.25)];
    const sheet = contactSheet(
      [
        [{ picture: grey }, {}],
        [{}, { picture: dark }],
      ],
      8,
    );
    assert.deepEqual(sheet.dims, [1, 4 + 2 * 12, 4 + 2 * 12, 3]);
    assert.deepEqual(pixel(sheet, 8, 8), [0.5, 0.5, 0.5]);
    assert.deepEqual(pixel(sheet, 20, 20), [0.25, 0.25, 0.25]);
    assert.deepEqual(pixel(sheet, 8, 20), [1, 1, 1]);
    assert.deepEqual(pixel(sheet, 0, 0), [1, 1, 1]);
  });

  it('keeps the ratio of a picture’s sides', () => {
    const sheet = contactSheet([[{ picture: filled([1, 4, 8, 3], 0) }]], 8);
    assert.deepEqual(pixel(sheet, 7, 7), [0, 0, 0]);
    assert.deepEqual(pixel(sheet, 10, 7), [1, 1, 1]);
  });

  it('writes labels below, cut to the cell', () => {
    const cell = { picture: filled([1, 32, 32, 3], 1), labels: ['wide label', ''] };
    const sheet = contactSheet([[cell, cell]], 32);
    const dark = Array.from(sheet.data).filter((v) => v < 0.5).length;
    assert.ok(dark > 0);
    for (let y = 0; y < (sheet.dims[1] ?? 0); y += 1) assert.deepEqual(pixel(sheet, y, 37), [1, 1, 1]);
  });
});

describe('differenceSheet', () => {
  it('shows both pictures and their difference, enlarged', () => {
    const sheet = differenceSheet(filled([1, 8, 8, 3], 0.5), filled([1, 8, 8, 3], 0.25), 2, 8);
    assert.deepEqual(
      [pixel(sheet, 6, 6)[0], pixel(sheet, 6, 18)[0], pixel(sheet, 6, 30)[0]],
      [0.5, 0.25, 0.5],
    );
  });

  it('has no difference of pictures of other size', () => {
    const sheet = differenceSheet(filled([1, 8, 8, 3], 0.5), filled([1, 4, 4, 3], 0.5), 2, 8);
    assert.deepEqual(pixel(sheet, 6, 30), [1, 1, 1]);
  });
});
