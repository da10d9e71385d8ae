import assert from 'node:assert/strict';
import { gateOverlap } from '../../../method/evaluation/gate-overlap.ts';

describe('gateOverlap', () => {
  it('is the share of what is open or object that is both', () => {
    const { half } = gateOverlap([0.9, 0.6, 0.2, 0.5], [1, 0, 1, 0]);
    assert.equal(half, 1 / 3); // r = ½ is not open
  });

  it('measures the upper half of the range too, where a gate never opens', () => {
    assert.deepEqual(gateOverlap([0.4, 0.1, 0.35, 0.2], [1, 0, 1, 0]), { half: 0, upperHalf: 1 });
  });

  it('is 0 where the object was not found, and where both are empty', () => {
    assert.deepEqual(gateOverlap([1, 0], undefined), { half: 0, upperHalf: 0 });
    assert.deepEqual(gateOverlap([0, 0], [0, 0]), { half: 0, upperHalf: 0 });
  });
});
