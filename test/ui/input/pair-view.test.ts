import assert from 'node:assert/strict';
import { movedPair, WHOLE_PAIR, zoomedPair, type PairView } from '../../../ui/src/input/pair-view.ts';

/** Where a point of the picture is seen, in per cent of the frame. */
const seenAt = ({ scale, x }: PairView, point: number) => x + (point - x) * scale;

describe('the view of a pair', () => {
  it('keeps the point under the pointer where it is, as long as no edge comes inside', () => {
    const once = zoomedPair(WHOLE_PAIR, 2, [30, 60]);
    assert.deepEqual(once, { scale: 2, x: 30, y: 60 });
    const twice = zoomedPair(once, 2, [50, 50]);
    assert.ok(Math.abs(seenAt(twice, 40) - 50) < 1e-9); // 40 % of the picture was under the middle
    assert.equal(twice.scale, 4);
  });

  it('is never smaller than whole, and larger than sixteenfold neither', () => {
    assert.deepEqual(zoomedPair(zoomedPair(WHOLE_PAIR, 3, [0, 0]), 0.1, [0, 0]), WHOLE_PAIR);
    assert.equal(zoomedPair(WHOLE_PAIR, 100, [0, 0]).scale, 16);
  });

  it('follows the pointer up to the edges of the picture', () => {
    const view = zoomedPair(WHOLE_PAIR, 4, [50, 50]);
    const moved = movedPair(view, [12, 0]);
    assert.ok(Math.abs(seenAt(moved, 50) - seenAt(view, 50) - 12) < 1e-9);
    assert.deepEqual(movedPair(view, [1000, -1000]), { scale: 4, x: 0, y: 100 });
    assert.deepEqual(movedPair(WHOLE_PAIR, [10, 10]), WHOLE_PAIR);
  });
});
