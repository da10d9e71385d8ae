import assert from 'node:assert/strict';
import { framedSubjects } from '../../../method/image/framed-subject.ts';
import { gridMask } from '../../../method/image/mask.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';
import { RELEASED } from '../../../ui/src/mask/mask-frame.ts';
import { judge } from '../../../ui/src/mask/mask-judgement.ts';
import { emptyMask, paintSegment, type Mask } from '../../../ui/src/mask/mask.ts';

/** A mask with a disc of a radius, as a share of its side. */
function disc(share: number, at: readonly [number, number] = [128, 128]) {
  const mask = emptyMask(256);
  paintSegment(mask, at, at, { radius: share * 256, softness: 0, isEraser: false });
  return mask;
}

/** A mask of 256 × 256 with a filled box. */
function boxed(left: number, top: number, right: number, bottom: number): Mask {
  const mask = emptyMask(256);
  for (let y = top; y < bottom; y += 1) mask.alpha.fill(255, y * 256 + left, y * 256 + right);
  return mask;
}

/** How many cells the engine samples of a mask. */
function enginesCount({ width, height, alpha }: Mask): number {
  const values = tensor(
    Float32Array.from(alpha, (grey) => grey / 255),
    [1, height, width],
  );
  const [framed] = framedSubjects(filled([1, height, width, 3], 0.5), values, 'squash');
  assert.ok(framed);
  return gridMask(framed.mask, 16, 'nearest').data.reduce((sum, cell) => sum + cell, 0);
}

describe('the judgement of a mask', () => {
  it('takes nothing painted, and all painted, as the whole picture', () => {
    assert.equal(judge(emptyMask(64), RELEASED).state, 'whole');
    const full = emptyMask(64);
    full.alpha.fill(255);
    assert.equal(judge(full, RELEASED).state, 'whole');
  });

  it('blocks a mask of which the model samples no point', () => {
    const mask = emptyMask(256);
    paintSegment(mask, [136.5, 136.5], [136.5, 136.5], { radius: 4, softness: 0, isEraser: false });
    const { state, reason, cells } = judge(mask, RELEASED);
    assert.deepEqual([state, reason, cells.includes(1)], ['blocked', '', false]);
  });

  it('doubts small, large and thin ones, each with its reason', () => {
    assert.equal(judge(disc(0.1), RELEASED).reason, 'small');
    assert.equal(judge(disc(0.62), RELEASED).reason, 'large');
    const line = emptyMask(256);
    for (let x = 0; x < 256; x += 32)
      paintSegment(line, [x, 0], [x, 255], { radius: 3, softness: 0, isEraser: false });
    assert.equal(judge(line, RELEASED).reason, 'thin');
  });

  it('finds a disc over a fifth of the picture good', () => {
    const { state, coverage, cells } = judge(disc(0.27), RELEASED);
    assert.equal(state, 'good');
    assert.ok(Math.abs(coverage - 0.23) < 0.01, `${coverage}`);
    const count = cells.reduce((sum, cell) => sum + cell, 0);
    assert.ok(count > 40 && count < 75, `${count}`);
  });

  it('judges what the model sees of it: a small subject that is framed fills the grid', () => {
    const small = emptyMask(256);
    paintSegment(small, [136.5, 136.5], [136.5, 136.5], { radius: 4, softness: 0, isEraser: false });
    const { state, reason, cells, frame } = judge(small, { ...RELEASED, framing: 'subject' });
    assert.deepEqual([state, reason], ['doubtful', 'small']);
    assert.ok(cells.reduce((sum, cell) => sum + cell, 0) > 90);
    assert.deepEqual(frame, { left: 131, top: 131, right: 142, bottom: 142 });
  });

  for (const [name, mask, state, reason, count] of [
    ['0 cells', boxed(33, 33, 47, 47), 'blocked', '', 0],
    ['4 cells', boxed(31, 31, 49, 49), 'doubtful', 'small', 4],
    ['23 %', boxed(64, 64, 187, 187), 'good', '', 64],
    ['90 %', boxed(0, 0, 256, 230), 'doubtful', 'large', 240],
    ['a thin line', boxed(30, 0, 34, 256), 'doubtful', 'small', 16],
  ] as const)
    it(`judges a mask of ${name} by the cells that the engine counts`, () => {
      const found = judge(mask, RELEASED);
      const cells = found.cells.reduce((sum, cell) => sum + cell, 0);
      assert.deepEqual([found.state, found.reason, cells], [state, reason, count]);
      assert.equal(cells, enginesCount(mask));
    });

  it('asks for as large a share of a coarser grid', () => {
    const { state } = judge(disc(0.27), { ...RELEASED, grid: 4 });
    assert.equal(state, 'good');
  });

  it('takes any place to draw in, and asks for one', () => {
    const area = { ...RELEASED, purpose: 'area' } as const;
    assert.equal(judge(emptyMask(64), area).state, 'blocked');
    for (const share of [0.01, 0.27, 0.6]) {
      const { state, reason } = judge(disc(share), area);
      assert.deepEqual([state, reason], ['good', '']);
    }
    assert.equal(judge(boxed(0, 0, 256, 256), area).state, 'whole');
  });
});
