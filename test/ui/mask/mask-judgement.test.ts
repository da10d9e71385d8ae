import assert from 'node:assert/strict';
import { cellsOf, judge } from '../../../ui/src/mask/mask-judgement.ts';
import { emptyMask, paintSegment } from '../../../ui/src/mask/mask.ts';

/** A mask with a disc of a radius, as a share of its side. */
function disc(share: number, at: readonly [number, number] = [128, 128]) {
  const mask = emptyMask(256);
  paintSegment(mask, at, at, { radius: share * 256, softness: 0, isEraser: false });
  return mask;
}

describe('the judgement of a mask', () => {
  it('takes nothing painted, and all painted, as the whole picture', () => {
    assert.equal(judge(emptyMask(64)).state, 'whole');
    const full = emptyMask(64);
    full.alpha.fill(255);
    assert.equal(judge(full).state, 'whole');
  });

  it('blocks a mask of which the model samples no point', () => {
    const mask = emptyMask(256);
    paintSegment(mask, [136.5, 136.5], [136.5, 136.5], { radius: 4, softness: 0, isEraser: false });
    assert.deepEqual(judge(mask), { state: 'blocked', reason: '', coverage: judge(mask).coverage, cells: 0 });
  });

  it('doubts small, large and thin ones, each with its reason', () => {
    assert.equal(judge(disc(0.1)).reason, 'small');
    assert.equal(judge(disc(0.62)).reason, 'large');
    const line = emptyMask(256);
    for (let x = 0; x < 256; x += 32)
      paintSegment(line, [x, 0], [x, 255], { radius: 3, softness: 0, isEraser: false });
    assert.equal(judge(line).reason, 'thin');
  });

  it('finds a disc over a fifth of the picture good', () => {
    const { state, coverage, cells } = judge(disc(0.27));
    assert.equal(state, 'good');
    assert.ok(Math.abs(coverage - 0.23) < 0.01, `${coverage}`);
    assert.ok(cells > 40 && cells < 75, `${cells}`);
  });

  it('samples the top left pixel of each cell', () => {
    const mask = emptyMask(128);
    mask.alpha[8 * 128 + 16] = 255;
    mask.alpha[9 * 128 + 17] = 255;
    assert.deepEqual(
      [...cellsOf(mask)].flatMap((cell, index) => (cell === 1 ? [index] : [])),
      [16 + 2],
    );
  });
});
