import assert from 'node:assert/strict';
import {
  fitted,
  graphPoint,
  overlaps,
  panned,
  shiftBetween,
  wheeled,
  zoomed,
  ZOOM,
  type View,
  type WheelDevice,
} from '../../../ui/src/input/view.ts';

const START: View = { scale: 1, offset: [0, 0] };
const wheel = (
  dx: number,
  dy: number,
  more: { mode?: number; isZoom?: boolean; device?: WheelDevice } = {},
) => wheeled(START, { dx, dy, mode: 0, isZoom: false, device: 'auto', at: [200, 100], ...more });
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-3, `${actual}, expected ${expected}`);

describe('the view', () => {
  it('zooms by exp(−0.0015·dy) at a notch, by exp(−0.01·dy) at a pinch, pans with two fingers', () => {
    near(wheel(0, -120).scale, 1.197);
    near(wheel(0, -4, { isZoom: true }).scale, Math.exp(0.04));
    near(wheel(0, -3, { mode: 1 }).scale, Math.exp(0.0015 * 99));
    assert.deepEqual(wheel(30, 20), { scale: 1, offset: [-30, -20] });
  });

  it('takes the wheel for what it is said to be', () => {
    near(wheel(0, -20, { device: 'mouse' }).scale, Math.exp(0.03));
    assert.deepEqual(wheel(0, -120, { device: 'trackpad' }), { scale: 1, offset: [0, 120] });
    near(wheel(0, -4, { device: 'trackpad', isZoom: true }).scale, Math.exp(0.04));
  });

  it('leaves the point under the pointer where it is, within its limits', () => {
    const view = zoomed(START, 100, [200, 100]);
    assert.equal(view.scale, ZOOM.most);
    for (const [value, expected] of [
      [graphPoint(view, 200, 100)[0], 200],
      [graphPoint(view, 200, 100)[1], 100],
    ] as const)
      near(value, expected);
    assert.equal(zoomed(START, 0, [0, 0]).scale, ZOOM.least);
  });

  it('follows the pointer at any scale', () => {
    assert.deepEqual(panned({ scale: 2, offset: [1, 1] }, 10, -4), { scale: 2, offset: [6, -1] });
  });

  it('fits a box into the middle, never larger than life', () => {
    const view = fitted([100, 50, 2000, 500], [1056, 600]);
    near(view.scale, 0.5);
    near(graphPoint(view, 528, 300)[0], 1100);
    near(graphPoint(view, 528, 300)[1], 300);
    assert.equal(fitted([0, 0, 10, 10], [1000, 1000]).scale, 1);
  });

  it('knows which rectangles overlap, and that those that touch do not', () => {
    assert.ok(overlaps([0, 0, 10, 10], [9, 9, 5, 5]));
    assert.ok(overlaps([-5, -5, 100, 100], [9, 9, 5, 5]));
    assert.ok(!overlaps([0, 0, 10, 10], [10, 0, 5, 5]));
    assert.ok(!overlaps([0, 0, 10, 10], [0, -5, 5, 5]));
  });

  it('is moved from another of its scale by what it was panned, and not comparable to one of another scale', () => {
    const view = zoomed(START, 0.3, [0, 0]);
    const [x, y] = shiftBetween(view, panned(view, 31, -20)) ?? [];
    near(x ?? NaN, 31);
    near(y ?? NaN, -20);
    assert.equal(shiftBetween(START, view), undefined);
  });
});
