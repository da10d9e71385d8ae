import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyMask, paintSegment, segmentBox, type Mask, type Point } from '../../../ui/src/mask/mask.ts';
import { MaskHistory } from '../../../ui/src/mask/mask-history.ts';

const BRUSH = { radius: 9, softness: 0.3, isEraser: false };

function stroke(mask: Mask, history: MaskHistory, from: Point, to: Point, isEraser: boolean): void {
  history.begin();
  history.touch(segmentBox(mask, from, to, BRUSH.radius));
  paintSegment(mask, from, to, { ...BRUSH, isEraser });
  history.end();
}

describe('the history of a mask', () => {
  it('brings back every state of any strokes, back and forth', () => {
    const place = fc.tuple(fc.integer({ min: -20, max: 620 }), fc.integer({ min: -20, max: 320 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place, fc.boolean()), { maxLength: 8 }), (strokes) => {
        const mask = emptyMask(600, 300);
        const history = new MaskHistory(mask);
        const states = [Buffer.from(mask.alpha)];
        for (const [from, to, isEraser] of strokes) {
          stroke(mask, history, from, to, isEraser);
          if (history.canUndo) states.push(Buffer.from(mask.alpha));
        }
        let undone = 0;
        while (history.undo()) undone += 1;
        assert.ok(Buffer.from(mask.alpha).equals(Buffer.alloc(600 * 300)));
        for (let step = 0; step < undone; step += 1) history.redo();
        assert.ok(Buffer.from(mask.alpha).equals(states.at(-1) ?? Buffer.alloc(0)));
      }),
      { numRuns: 20 },
    );
  });

  it('forgets what was undone when something new is painted', () => {
    const mask = emptyMask(50);
    const history = new MaskHistory(mask);
    stroke(mask, history, [5, 5], [9, 9], false);
    history.undo();
    assert.equal(history.canRedo, true);
    stroke(mask, history, [30, 30], [30, 30], false);
    assert.equal(history.canRedo, false);
  });

  it('takes an unfinished stroke back without a step', () => {
    const mask = emptyMask(50);
    const history = new MaskHistory(mask);
    history.begin();
    history.touchAll();
    mask.alpha.fill(9);
    history.cancel();
    assert.ok(mask.alpha.every((value) => value === 0));
    assert.equal(history.canUndo, false);
  });
});
