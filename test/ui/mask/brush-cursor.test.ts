import assert from 'node:assert/strict';
import { BrushCursor } from '../../../ui/src/mask/brush-cursor.ts';
import { emptyMask } from '../../../ui/src/mask/mask.ts';
import { Painter } from '../../../ui/src/mask/painter.ts';

const SIDE = 100;

/** A brush of 8 pixels over an empty mask, whose canvas shows nothing. */
function brush({ fillsOutlines = false } = {}) {
  const canvas = { width: 0, height: 0, getContext: () => null } as unknown as HTMLCanvasElement;
  const mask = emptyMask(SIDE);
  const painter = new Painter(canvas, mask, fillsOutlines, {
    onChange: () => undefined,
    onStroke: () => undefined,
  });
  const cursor = new BrushCursor(painter);
  const press = (keys: string, isShifted = false) => {
    for (const key of keys.split(' ')) cursor.press(key === 'Space' ? ' ' : key, isShifted, false);
  };
  const at = (x: number, y: number) => mask.alpha[y * SIDE + x];
  return { painter, cursor, press, at, isEmpty: () => mask.alpha.every((value) => value === 0) };
}

describe('the brush that keys lead', () => {
  it('goes by a quarter of itself, with Shift by all of it, and stays on the mask', () => {
    const { cursor, press } = brush();
    assert.deepEqual([cursor.at, cursor.isShown], [[50, 50], false]);
    press('ArrowRight ArrowRight ArrowDown');
    assert.deepEqual([cursor.at, cursor.isShown], [[54, 52], true]);
    press('ArrowLeft ArrowUp', true);
    assert.deepEqual(cursor.at, [46, 44]);
    for (let step = 0; step < 40; step += 1) press('ArrowLeft ArrowUp');
    assert.deepEqual(cursor.at, [0, 0]);
  });

  it('leaves Space alone until it was led, and other keys always', () => {
    const { cursor, isEmpty } = brush();
    assert.equal(cursor.press(' ', false, false), false);
    assert.equal(cursor.press('b', false, false), false);
    assert.equal(cursor.press('Escape', false, false), false);
    assert.ok(isEmpty());
    cursor.press('ArrowUp', false, false);
    assert.equal(cursor.press(' ', false, false), true);
    cursor.hide();
    assert.equal(cursor.press(' ', false, false), false);
  });

  it('paints from one press of Space to the next, as one step', () => {
    const { painter, cursor, press, at, isEmpty } = brush();
    press('ArrowUp ArrowDown Space');
    cursor.release(' ');
    assert.ok(cursor.isDown && cursor.isMasked);
    press('ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight');
    press('Space');
    assert.equal(cursor.isDown, false);
    press('ArrowRight ArrowRight ArrowRight');
    assert.deepEqual([at(50, 50), at(62, 50), at(66, 50), cursor.isMasked], [255, 255, 0, false]);
    painter.undo();
    assert.ok(isEmpty());
  });

  it('paints while Space is held, however often the key repeats', () => {
    const { cursor, press, at } = brush();
    press('ArrowUp ArrowDown Space');
    cursor.press(' ', false, true);
    press('ArrowDown ArrowDown');
    cursor.release(' ');
    assert.equal(cursor.isDown, false);
    press('ArrowDown ArrowDown ArrowDown ArrowDown');
    assert.deepEqual([at(50, 53), at(50, 60)], [255, 0]);
  });

  it('draws a line from the end of the last stroke with Shift, fills what it went round, erases', () => {
    const { painter, press, at } = brush({ fillsOutlines: true });
    press('ArrowUp Space Space');
    press('ArrowRight ArrowRight', true);
    press('Space', true);
    press('Space');
    assert.equal(at(58, 48), 255);
    press('ArrowDown ArrowDown Space', false);
    for (const way of ['ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowRight'])
      press(`${way} ${way} ${way}`, true);
    press('Space');
    assert.equal(at(54, 64), 255);
    painter.isErasing = true;
    press('Space Space');
    assert.equal(at(66, 52), 0);
  });

  it('takes a stroke back by Escape, and keeps it when the pointer takes over', () => {
    const { cursor, press, at, isEmpty } = brush();
    press('ArrowUp Space ArrowUp');
    assert.equal(cursor.press('Escape', false, false), true);
    assert.ok(isEmpty() && !cursor.isDown);
    press('Space');
    cursor.hide();
    assert.deepEqual([at(50, 46), cursor.isDown, cursor.isShown], [255, false, false]);
  });
});
