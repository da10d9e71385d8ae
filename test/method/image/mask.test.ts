import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  gridMask,
  maskedPicture,
  requireSameSize,
  squareAround,
  subjectBox,
  subjectMask,
} from '../../../method/image/mask.ts';
import { filled, tensor, zeros } from '../../../method/tensor/tensor.ts';

const MASK = tensor([0, 127 / 255, 128 / 255, 1], [1, 2, 2]);

describe('masks', () => {
  it('count as subject from 128 of 255 on', () => {
    assert.deepEqual([...subjectMask(MASK).data], [0, 0, 1, 1]);
  });

  it('reach the grid by the top left pixel of each cell', () => {
    const mask = zeros([1, 5, 7]);
    const at = (y: number, x: number): number => y * 7 + x;
    mask.data[at(2, 3)] = 1; // ⌊1·5/2⌋, ⌊1·7/2⌋
    assert.deepEqual([...gridMask(mask, 2).data], [0, 0, 0, 1]);
    mask.data.fill(1);
    mask.data[at(0, 3)] = 0;
    assert.deepEqual([...gridMask(mask, 2).data], [1, 0, 1, 1]);
  });

  it('reach the grid by half of each cell’s area on demand', () => {
    const mask = tensor([0, 1, 1, 0, 1, 0, 0, 0], [1, 2, 4]);
    assert.deepEqual([...gridMask(mask, 2).data], [0, 1, 1, 0]);
    const whole = tensor([0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0], [1, 4, 4]);
    assert.deepEqual([...gridMask(whole, 2, 'area').data], [1, 0, 1, 0]);
  });

  it('leave the subject on black', () => {
    const picture = filled([2, 2, 2, 3], 0.5);
    const { data } = maskedPicture(picture, MASK);
    assert.deepEqual(
      [...data],
      [0, 0, 1, 1, 0, 0, 1, 1].flatMap((v) => [v / 2, v / 2, v / 2]),
    );
  });

  it('of another size than the picture are refused with both sizes', () => {
    assert.throws(() => requireSameSize(zeros([1, 4, 6, 3]), zeros([1, 4, 5])), {
      message: 'mask: expected 6×4 pixels as its picture, got 5×4',
    });
    assert.throws(() => maskedPicture(zeros([3, 2, 2, 3]), zeros([2, 2, 2])), {
      message: 'mask: expected 1 or 3 masks for 3 pictures, got 2',
    });
  });

  it('have the smallest box around their subject, or none', () => {
    const mask = zeros([1, 6, 8]);
    mask.data[1 * 8 + 5] = 1;
    mask.data[4 * 8 + 2] = 1;
    assert.deepEqual(subjectBox(mask), { top: 1, left: 2, height: 4, width: 4 });
    assert.equal(subjectBox(zeros([1, 6, 8])), undefined);
  });

  it('have a square that holds the box and lies inside the picture where it fits', () => {
    const length = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(length, length, fc.nat(60), fc.nat(60), (height, width, top, left) => {
        const picture = { height: 100, width: 100 };
        const box = { top, left, height, width };
        const square = squareAround(box, 0.25, picture);
        assert.equal(square.height, square.width);
        assert.ok(square.top <= top && square.left <= left);
        assert.ok(square.top + square.height >= top + height && square.left + square.width >= left + width);
        assert.ok(square.top >= 0 && square.top + square.height <= 100);
        assert.ok(square.left >= 0 && square.left + square.width <= 100);
      }),
    );
  });

  it('have a square about their middle where the picture is too small for it', () => {
    const box = { top: 10, left: 0, height: 10, width: 40 };
    const square = squareAround(box, 0, { height: 30, width: 40 });
    assert.deepEqual(square, { top: -5, left: 0, height: 40, width: 40 });
  });

  it('have no more room about them than the picture has', () => {
    const box = { top: 2, left: 5, height: 20, width: 10 };
    assert.deepEqual(squareAround(box, 0.5, { height: 30, width: 60 }), {
      top: 0,
      left: 0,
      height: 30,
      width: 30,
    });
    assert.deepEqual(squareAround(box, 0.1, { height: 30, width: 60 }), {
      top: 0,
      left: 0,
      height: 24,
      width: 24,
    });
  });
});
