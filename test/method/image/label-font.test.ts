import assert from 'node:assert/strict';
import { labelPixels, LETTER_WIDTH, LINE_HEIGHT } from '../../../method/image/label-font.ts';

describe('labelPixels', () => {
  it('draws an I as a bar between two beams, two pixels thick', () => {
    const pixels = new Set(labelPixels('i').map(([x, y]) => `${x},${y}`));
    const lines = Array.from({ length: 10 }, (_, y) =>
      Array.from({ length: 6 }, (__, x) => (pixels.has(`${x},${y}`) ? '#' : '.')).join(''),
    );
    assert.deepEqual(lines, ['######', '######', ...Array<string>(6).fill('..##..'), '######', '######']);
  });

  it('stays within the letters’ boxes, each letter in its own', () => {
    const label = 'lambda 0.6: T+0.31 I=0.55 !';
    for (const [x, y] of labelPixels(label)) {
      assert.ok(y >= 0 && y < LINE_HEIGHT);
      assert.ok(x >= 0 && x < label.length * LETTER_WIDTH);
    }
    const shapes = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789').map((letter) =>
      JSON.stringify(labelPixels(letter)),
    );
    assert.equal(new Set(shapes).size, 36);
  });

  it('leaves letters without a shape blank', () => {
    assert.deepEqual(labelPixels('é '), []);
  });
});
