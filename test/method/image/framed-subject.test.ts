import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framedSubjects } from '../../../method/image/framed-subject.ts';
import { filled, tensor, zeros, type Tensor } from '../../../method/tensor/tensor.ts';

/** A mask that is 1 inside a box. */
function box(
  height: number,
  width: number,
  { top, left, tall, wide }: Record<'top' | 'left' | 'tall' | 'wide', number>,
): Tensor {
  const mask = zeros([1, height, width]);
  for (let y = top; y < top + tall; y += 1) mask.data.fill(1, y * width + left, y * width + left + wide);
  return mask;
}

describe('framedSubjects', () => {
  it('shows the square about the subject, a tenth of it as margin, and the subject on black', () => {
    const picture = filled([1, 40, 60, 3], 0.5);
    const [framed] = framedSubjects(
      picture,
      box(40, 60, { top: 10, left: 30, tall: 10, wide: 20 }),
      'subject',
    );
    assert.deepEqual(framed?.picture.dims, [1, 24, 24, 3]);
    assert.deepEqual(framed.mask.dims, [1, 24, 24]);
    assert.equal(framed.mask.data.filter((v) => v === 1).length, 200);
    assert.equal(framed.object.data.filter((v) => v === 0.5).length, 600);
    assert.ok(framed.picture.data.every((v) => v === 0.5));
  });

  it('takes less margin where the picture has no room, and black where the subject is longer than the picture is wide', () => {
    const square = framedSubjects(
      filled([1, 30, 30, 3], 1),
      box(30, 30, { top: 1, left: 1, tall: 28, wide: 28 }),
      'subject',
    );
    assert.deepEqual(square[0]?.picture.dims, [1, 30, 30, 3]);
    assert.ok(square[0].picture.data.every((v) => v === 1));
    const long = framedSubjects(
      filled([1, 10, 40, 3], 1),
      box(10, 40, { top: 2, left: 0, tall: 4, wide: 40 }),
      'subject',
    );
    assert.deepEqual(long[0]?.picture.dims, [1, 40, 40, 3]);
    assert.equal(long[0].picture.data.filter((v) => v === 1).length, 10 * 40 * 3);
  });

  it('never loses a pixel of the subject', () => {
    const size = fc.integer({ min: 4, max: 40 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (height, width, share) => {
          const [a = 0, b = 0, c = 0, d = 0] = share;
          const [top, left] = [Math.floor(a * (height - 1)), Math.floor(b * (width - 1))];
          const tall = 1 + Math.floor(c * (height - top - 1));
          const wide = 1 + Math.floor(d * (width - left - 1));
          const mask = box(height, width, { top, left, tall, wide });
          const [framed] = framedSubjects(filled([1, height, width, 3], 1), mask, 'subject');
          assert.equal(
            framed?.mask.data.reduce((sum, v) => sum + v, 0),
            tall * wide,
          );
          assert.equal(framed.picture.dims[1], framed.picture.dims[2]);
        },
      ),
    );
  });

  it('presses nothing itself: squash hands out the whole picture', () => {
    const picture = tensor(
      Array.from({ length: 2 * 3 * 3 }, (_, i) => i / 18),
      [1, 2, 3, 3],
    );
    const mask = tensor([0, 1, 0, 0, 1, 0], [1, 2, 3]);
    const [framed] = framedSubjects(picture, mask, 'squash');
    assert.deepEqual(framed?.picture.data, picture.data);
    assert.deepEqual(
      [...framed.object.data.subarray(0, 3), ...framed.object.data.subarray(3, 6)],
      [0, 0, 0, ...picture.data.subarray(3, 6)],
    );
  });

  it('takes the whole picture as the subject when there is no mask', () => {
    const [framed] = framedSubjects(filled([1, 4, 6, 3], 1), undefined, 'subject');
    assert.deepEqual(framed?.picture.dims, [1, 6, 6, 3]);
    assert.deepEqual(framed.object.data, framed.picture.data);
    assert.equal(
      framed.mask.data.reduce((sum, v) => sum + v, 0),
      24,
    );
  });

  it('frames each picture of a batch by its own mask, or all by one', () => {
    const pictures = filled([2, 8, 8, 3], 1);
    const masks = tensor(
      [
        ...box(8, 8, { top: 0, left: 0, tall: 2, wide: 2 }).data,
        ...box(8, 8, { top: 1, left: 1, tall: 5, wide: 5 }).data,
      ],
      [2, 8, 8],
    );
    const sides = (mask: Tensor) => framedSubjects(pictures, mask, 'subject').map((f) => f.picture.dims[1]);
    assert.deepEqual(sides(masks), [2, 6]);
    assert.deepEqual(sides(box(8, 8, { top: 0, left: 0, tall: 2, wide: 2 })), [2, 2]);
  });

  it('refuses a mask of another size, and one without a subject', () => {
    const picture = filled([1, 8, 8, 3], 1);
    assert.throws(
      () => framedSubjects(picture, filled([1, 8, 9], 1), 'subject'),
      /^Error: mask: expected 8×8 pixels as its picture, got 9×8$/,
    );
    for (const framing of ['subject', 'squash'] as const)
      assert.throws(
        () => framedSubjects(picture, filled([1, 8, 8], 0.4), framing),
        /^Error: mask: expected a subject, got no pixel of 128 or more \(an inverted mask\?\)$/,
      );
  });
});
