import assert from 'node:assert/strict';
import { EQUAL_WITHIN, isEquivalent } from '../../../method/evaluation/equivalence.ts';

describe('isEquivalent', () => {
  it('holds when the interval includes 0, however wide', () => {
    assert.ok(isEquivalent({ low: -0.3, high: 0.2 }));
    assert.ok(isEquivalent({ low: 0, high: 0.2 }));
  });

  it('holds for a difference that is sure but small, on either side', () => {
    assert.ok(isEquivalent({ low: 0.002, high: EQUAL_WITHIN }));
    assert.ok(isEquivalent({ low: -EQUAL_WITHIN, high: -0.002 }));
    assert.ok(!isEquivalent({ low: 0.002, high: 0.011 }));
    assert.ok(!isEquivalent({ low: -0.02, high: -0.001 }));
    assert.ok(isEquivalent({ low: -0.02, high: -0.001 }, 0.02));
  });
});
