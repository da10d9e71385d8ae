import assert from 'node:assert/strict';
import { cellFileName, sheetLayout } from '../../../ui/src/model/sweep-files.ts';

const lambdas = [0, 0.6, 1.2];

describe('cellFileName', () => {
  it('tells the values of a picture', () => {
    const place = { column: 1, row: 1 };
    assert.equal(cellFileName({ lambdas, kind: 'seed', rows: [7, 42n] }, place), 'l0.60_s42.png');
    assert.equal(cellFileName({ lambdas, kind: 'guidance', rows: [3, 5.5] }, place), 'l0.60_g5.5.png');
    assert.equal(cellFileName({ lambdas, kind: 'prompts', rows: ['a/b', '../c'] }, place), 'l0.60_p2.png');
    assert.equal(cellFileName({ lambdas, kind: 'none', rows: [''] }, { column: 2, row: 0 }), 'l1.20.png');
  });
});

describe('sheetLayout', () => {
  it('keeps pictures as large as they are, apart and inside the sheet', () => {
    const { width, height, side, line, cell } = sheetLayout({ lambdas, kind: 'seed', rows: [1, 2] }, 512);
    assert.equal(side, 512);
    const [first, second, below] = [
      cell({ column: 0, row: 0 }),
      cell({ column: 1, row: 0 }),
      cell({ column: 0, row: 1 }),
    ];
    assert.ok(second[0] >= first[0] + side && below[1] >= first[1] + side + line);
    assert.ok(first[1] >= 2 * line); // a line of λ, and one for what varies below it
    const last = cell({ column: 2, row: 1 });
    assert.ok(last[0] + side < width && last[1] + side < height);
  });

  it('makes them smaller where the sheet would be larger than 8192 pixels', () => {
    const many = { lambdas: Array.from({ length: 16 }, (_, i) => i / 10), kind: 'none', rows: [''] } as const;
    const { width, height, side, cell } = sheetLayout(many, 1024);
    assert.ok(width <= 8192 && height <= 8192 && side > 480, `${width} × ${height}, ${side}`);
    assert.ok(cell({ column: 15, row: 0 })[0] + side <= width);
  });
});
