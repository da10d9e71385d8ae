import assert from 'node:assert/strict';
import { COPY_SIDE, opponentPlanes } from '../../../method/evaluation/opponent-planes.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

describe('opponentPlanes', () => {
  it('have brightness in the first plane, and no colour for greys', () => {
    const [luminance, redGreen, yellowBlue] = opponentPlanes(filled([1, 8, 16, 3], 1));
    assert.equal(luminance.length, COPY_SIDE ** 2);
    assert.ok(luminance.every((v) => Math.abs(v - 1) < 1e-6));
    assert.ok([...redGreen, ...yellowBlue].every((v) => Math.abs(v) < 1e-6));
  });

  it('tell red from green, and blue from yellow', () => {
    const red = opponentPlanes(tensor([1, 0, 0], [1, 1, 1, 3]));
    const blue = opponentPlanes(tensor([0, 0, 1], [1, 1, 1, 3]));
    assert.ok(Math.abs((red[1][0] ?? NaN) - Math.SQRT1_2) < 1e-6);
    assert.ok(Math.abs((blue[2][0] ?? NaN) + 2 / Math.sqrt(6)) < 1e-6);
  });
});
