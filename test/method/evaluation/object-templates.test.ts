import assert from 'node:assert/strict';
import { GRID, objectTemplates, OWN } from '../../../method/evaluation/object-templates.ts';
import { COPY_SIDE, type OpponentPlanes } from '../../../method/evaluation/opponent-planes.ts';

describe('objectTemplates', () => {
  const box = { top: 10, left: 20, height: 20, width: 10 };
  const inBox = (i: number): boolean => {
    const [y, x] = [Math.floor(i / COPY_SIDE), i % COPY_SIDE];
    return y >= 10 && y < 30 && x >= 20 && x < 30;
  };
  const mask = Float64Array.from({ length: COPY_SIDE ** 2 }, (_, i) => Number(inBox(i)));
  const ramp = Float64Array.from({ length: COPY_SIDE ** 2 }, (_, i) => (i % COPY_SIDE) / COPY_SIDE);
  const planes: OpponentPlanes = [ramp, mask.map(() => 0), mask.map(() => 0)];
  const templates = objectTemplates(planes, mask, box);

  it('has 18 sizes, each as it is and mirrored', () => {
    assert.equal(templates.length, 36);
    const pixels = templates.map(({ mask: { re } }) => re[0]); // the sum over the mask
    assert.equal(pixels[0], 7 * 4); // 0.35 of 20 × 10, rounded
    assert.equal(pixels[0], pixels[1]);
    assert.ok(Math.abs((pixels[26] ?? 0) - 200) < 1e-9, 'the size of the reference');
  });

  it('knows the sums of the object where it lies inside the frame', () => {
    const { cells, own } = templates[26] ?? assert.fail();
    const at = cells.indexOf(5 * GRID + 7);
    const columns = Array.from({ length: 10 }, (_, x) => (20 + x) / COPY_SIDE);
    const sum = 20 * columns.reduce((total, v) => total + v, 0);
    const squares = 20 * columns.reduce((total, v) => total + v * v, 0);
    const [n, a, b, c, variance] = own.subarray(OWN * at, OWN * at + OWN);
    assert.deepEqual([n, b, c], [200, 0, 0]);
    assert.ok(Math.abs((a ?? 0) - sum) < 1e-4);
    assert.ok(Math.abs((variance ?? 0) - (squares - sum ** 2 / 200)) < 1e-4);
  });

  it('leaves out places with less than 60 in a hundred of the object inside, and objects of one colour', () => {
    const { cells } = templates[26] ?? assert.fail();
    assert.ok(cells.includes(4), '4 pixels to the right of the corner');
    assert.ok(cells.includes(GRID - 4), '4 of 10 columns outside');
    assert.ok(!cells.includes(GRID - 5), '5 of 10 columns outside');
    const flat: OpponentPlanes = [mask.map(() => 0.5), mask.map(() => 0), mask.map(() => 0)];
    assert.ok(objectTemplates(flat, mask, box).every((template) => template.cells.length === 0));
  });
});
