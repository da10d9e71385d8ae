import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as taps from '../../../method/image/taps.ts';

describe('taps', () => {
  for (const [name, resampling] of Object.entries(taps))
    it(`of ${name} stay inside the source and sum to 1`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (from, to) => {
          const all = resampling(from, to);
          assert.equal(all.length, to);
          for (const { from: first, weights } of all) {
            assert.ok(
              first >= 0 && first + weights.length <= from,
              `${first} + ${weights.length} of ${from}`,
            );
            const sum = weights.reduce((total, w) => total + w, 0);
            assert.ok(Math.abs(sum - 1) < 1e-9, `sum ${sum}`);
          }
        }),
      );
    });

  it('of the nearest pixel are those about the centres', () => {
    assert.deepEqual(
      taps.nearestCentre(6, 3).map(({ from }) => from),
      [1, 3, 5],
    );
  });

  it('of an area cover all that an output pixel touches', () => {
    assert.deepEqual(taps.area(3, 2), [
      { from: 0, weights: [0.5, 0.5] },
      { from: 1, weights: [0.5, 0.5] },
    ]);
  });
});
