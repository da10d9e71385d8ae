import assert from 'node:assert/strict';
import {
  emptyMask,
  feather,
  fillOutline,
  invert,
  isOutline,
  paintSegment,
  type Mask,
  type Point,
} from '../../../ui/src/mask/mask.ts';

const HARD = { radius: 5, softness: 0, isEraser: false };

function at({ alpha, width }: Mask, x: number, y: number): number | undefined {
  return alpha[y * width + x];
}

/** A closed circle of points. */
function circle(x: number, y: number, radius: number): Point[] {
  return Array.from({ length: 33 }, (_, index) => [
    x + radius * Math.cos((index / 32) * 2 * Math.PI),
    y + radius * Math.sin((index / 32) * 2 * Math.PI),
  ]);
}

describe('a mask', () => {
  it('gets a whole disc of a single tap', () => {
    const mask = emptyMask(40);
    paintSegment(mask, [20, 20], [20, 20], HARD);
    assert.equal(at(mask, 20, 20), 255);
    assert.equal(at(mask, 16, 20), 255);
    assert.equal(at(mask, 12, 20), 0);
    const count = mask.alpha.filter((value) => value === 255).length;
    assert.ok(Math.abs(count - Math.PI * 25) < 8, `${count} pixels`);
  });

  it('keeps a stroke that leaves it, and is not hit outside of it', () => {
    const mask = emptyMask(30, 20);
    paintSegment(mask, [25, 10], [60, 10], HARD);
    assert.equal(at(mask, 29, 10), 255);
    assert.equal(at(mask, 0, 11), 0);
  });

  it('loses to the eraser what it painted, and fades where the brush is soft', () => {
    const mask = emptyMask(40);
    paintSegment(mask, [20, 20], [20, 20], { ...HARD, radius: 10, softness: 1 });
    const soft = at(mask, 25, 20) ?? 0;
    assert.ok(soft > 60 && soft < 190, `${soft}`);
    paintSegment(mask, [20, 20], [20, 20], { ...HARD, radius: 30, isEraser: true });
    assert.ok(mask.alpha.every((value) => value === 0));
  });

  it('knows a stroke that goes round something, and fills its inside', () => {
    const mask = emptyMask(100);
    const round = circle(50, 50, 30);
    assert.equal(isOutline(round, 3, 100), true);
    assert.equal(isOutline(round.slice(0, 20), 3, 100), false);
    assert.equal(isOutline([[1, 1]], 3, 100), false);
    fillOutline(mask, round, 255);
    assert.equal(at(mask, 50, 50), 255);
    assert.equal(at(mask, 50, 85), 0);
    const count = mask.alpha.filter((value) => value === 255).length;
    assert.ok(Math.abs(count - Math.PI * 900) < 60, `${count} pixels`);
  });

  it('is itself again after it was turned round twice', () => {
    const mask = emptyMask(16);
    paintSegment(mask, [8, 8], [8, 8], HARD);
    const before = [...mask.alpha];
    invert(mask);
    assert.equal(at(mask, 8, 8), 0);
    invert(mask);
    assert.deepEqual([...mask.alpha], before);
  });

  it('keeps flat parts and softens edges when it is feathered', () => {
    const mask = emptyMask(60, 40);
    mask.alpha.fill(255, 0, 60 * 20);
    feather(mask, 4);
    assert.equal(at(mask, 30, 2), 255);
    assert.equal(at(mask, 30, 38), 0);
    const edge = at(mask, 30, 20) ?? 0;
    assert.ok(edge > 80 && edge < 175, `${edge}`);
  });
});
