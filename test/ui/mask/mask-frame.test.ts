import assert from 'node:assert/strict';
import fc from 'fast-check';
import { framedSubjects } from '../../../method/image/framed-subject.ts';
import { gridMask } from '../../../method/image/mask.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';
import { cellsIn, extentOf, frameOf, RELEASED } from '../../../ui/src/mask/mask-frame.ts';
import { emptyMask, type Mask } from '../../../ui/src/mask/mask.ts';

/** A mask of random greys in a random box, and none outside of it. */
const masks = fc
  .record({
    width: fc.integer({ min: 8, max: 90 }),
    height: fc.integer({ min: 8, max: 90 }),
    greys: fc.array(fc.nat(255), { minLength: 7, maxLength: 40 }),
    edges: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100)),
  })
  .map(({ width, height, greys, edges: [a, b, c, d] }) => {
    const mask = emptyMask(width, height);
    const [left, right] = [Math.min(a, b) * 0.01 * width, Math.max(a, b) * 0.01 * width];
    const [top, bottom] = [Math.min(c, d) * 0.01 * height, Math.max(c, d) * 0.01 * height];
    for (let y = Math.floor(top); y < bottom; y += 1)
      for (let x = Math.floor(left); x < right; x += 1)
        mask.alpha[y * width + x] = greys[(y * 31 + x * 7) % greys.length] ?? 0;
    return mask;
  });

/** What the engine samples of a mask. */
function enginesCells(
  { width, height, alpha }: Mask,
  framing: 'subject' | 'squash',
  grid: number,
  sampling: 'nearest' | 'area',
): number[] {
  const picture = filled([1, height, width, 3], 0.5);
  const values = tensor(
    Float32Array.from(alpha, (grey) => grey / 255),
    [1, height, width],
  );
  const [framed] = framedSubjects(picture, values, framing);
  assert.ok(framed);
  return [...gridMask(framed.mask, grid, sampling).data];
}

describe('what the model sees of a mask', () => {
  for (const framing of ['subject', 'squash'] as const)
    for (const sampling of ['nearest', 'area'] as const)
      it(`is what the engine takes: ${framing}, ${sampling}`, () => {
        fc.assert(
          fc.property(masks, fc.constantFrom(4, 8, 14, 16), (mask, grid) => {
            const { box } = extentOf(mask);
            fc.pre(box !== undefined);
            const frame = frameOf(mask, box, { ...RELEASED, framing });
            assert.deepEqual(
              [...cellsIn(mask, frame, grid, sampling)],
              enginesCells(mask, framing, grid, sampling),
            );
          }),
        );
      });

  it('is the whole photo where nothing is painted', () => {
    const mask = emptyMask(20, 10);
    assert.deepEqual(extentOf(mask), { coverage: 0, box: undefined });
    assert.deepEqual(frameOf(mask, undefined, { ...RELEASED, framing: 'subject' }), {
      ...{ left: 0, top: 0, right: 20, bottom: 10 },
    });
  });

  it('is counted in the share of its pixels, and boxed', () => {
    const mask = emptyMask(10, 4);
    for (const at of [12, 13, 25]) mask.alpha[at] = 128;
    mask.alpha[0] = 127;
    assert.deepEqual(extentOf(mask), { coverage: 3 / 40, box: { left: 2, top: 1, right: 6, bottom: 3 } });
  });
});
