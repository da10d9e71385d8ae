import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gridMask } from '../../../method/image/mask.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
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

  it('finds the cells that the engine finds, in masks of any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 200 }),
        fc.array(fc.nat(255), { minLength: 7 }),
        (side, greys) => {
          const mask = emptyMask(side);
          mask.alpha.forEach((_, at) => (mask.alpha[at] = greys[(at * 31) % greys.length] ?? 0));
          const values = Float32Array.from(mask.alpha, (grey) => grey / 255);
          const wide = gridMask(tensor(values, [1, side, side]), 128);
          assert.deepEqual([...cellsOf(mask)], [...gridMask(wide, 16).data]);
        },
      ),
    );
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
