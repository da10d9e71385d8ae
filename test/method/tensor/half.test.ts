import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bfloat16ToFloat,
  floatToBfloat16,
  floatToHalf,
  halfToFloat,
  halfToNumber,
} from '../../../method/tensor/half.ts';

describe('half precision', () => {
  it('knows the values at its borders', () => {
    assert.deepEqual(
      [...halfToFloat(Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00))],
      [1, -2, 65504, 2 ** -24, 2 ** -14, Infinity],
    );
    assert.ok(Number.isNaN(halfToNumber(0x7e00)));
  });

  it('comes back unchanged for every pattern that is a number', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (h) => !Number.isNaN(halfToNumber(h)),
    );
    assert.deepEqual(floatToHalf(halfToFloat(all)), all);
  });

  it('rounds to the nearest, ties to even', () => {
    assert.deepEqual(
      [...floatToHalf(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65520, 65519))],
      [0x3c00, 0x3c02, 0x7c00, 0x7bff],
    );
  });
});

describe('bfloat16', () => {
  it('comes back unchanged', () => {
    fc.assert(
      fc.property(fc.uint16Array({ minLength: 1 }), (patterns) => {
        const numbers = bfloat16ToFloat(patterns);
        if (numbers.some((v) => Number.isNaN(v))) return;
        assert.deepEqual(floatToBfloat16(numbers), patterns);
      }),
    );
  });
});
