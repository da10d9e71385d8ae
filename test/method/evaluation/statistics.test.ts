import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  holm,
  meanInterval,
  meanOf,
  pairedDifference,
  quantile,
  spearman,
  winRate,
} from '../../../method/evaluation/statistics.ts';

describe('meanInterval', () => {
  it('contains the mean, and is a point where all subjects agree', () => {
    const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(numbers, (values) => {
        const { mean, low, high } = meanInterval(values);
        return low <= mean + 1e-12 && mean <= high + 1e-12;
      }),
      { numRuns: 20 },
    );
    const { mean, low, high } = meanInterval(Array<number>(9).fill(0.25));
    assert.deepEqual([mean, low, high], [0.25, 0.25, 0.25]);
  });

  it('has the width that the normal approximation gives', () => {
    const values = Array.from({ length: 50 }, (_, j) => Math.sin(j * 12.9898));
    const { low, high } = meanInterval(values);
    const mean = meanOf(values);
    const deviation = Math.sqrt(meanOf(values.map((v) => (v - mean) ** 2)) / 50);
    assert.ok(Math.abs((high - low) / (2 * 1.96 * deviation) - 1) < 0.05); // 10,000 resamples, J = 50
  });

  it('is the same every time, and indicative below eight subjects', () => {
    const values = [0.1, 0.4, 0.2, 0.9, 0.5, 0.3, 0.8];
    assert.deepEqual(meanInterval(values), meanInterval(values));
    assert.equal(meanInterval(values).indicative, true);
    assert.equal('indicative' in meanInterval([...values, 0.7]), false);
    assert.throws(() => meanInterval([]), /^Error: interval: expected at least one subject, got none$/);
  });
});

describe('pairedDifference', () => {
  it('is a point for a constant shift, however much the subjects vary', () => {
    const b = [0, 1, 2, 3, 4, 5, 6, 7];
    const { mean, low, high, p } = pairedDifference(
      b.map((v) => v + 0.5),
      b,
    );
    assert.deepEqual([mean, low, high], [0.5, 0.5, 0.5]);
    assert.ok(p > 0 && p < 0.001);
    assert.equal(pairedDifference(b, b).p, 1);
  });

  it('refuses sides of other length', () => {
    assert.throws(() => pairedDifference([1], []), /expected as many subjects on both sides, got 1 and 0$/);
  });
});

describe('winRate', () => {
  it('counts strictly higher scores, ties half, as a mean over subjects', () => {
    const { mean } = winRate([
      [
        [2, 1],
        [1, 1],
      ],
      [[0, 1]],
    ]);
    assert.equal(mean, (0.75 + 0) / 2);
  });
});

describe('holm', () => {
  it('multiplies the smallest by the count, the next by one less, and never falls', () => {
    const close = holm([0.01, 0.04, 0.03]).map((p) => Number(p.toFixed(6)));
    assert.deepEqual(close, [0.03, 0.06, 0.06]);
    assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  });
});

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    assert.equal(quantile([0, 10, 20], 0.25), 5);
    assert.equal(quantile([3], 0.975), 3);
  });
});

describe('spearman', () => {
  it('is 1 for any rising curve, −1 for a falling one, 0 for a flat one', () => {
    assert.equal(spearman([0, 1, 2, 3], [1, 10, 11, 500]), 1);
    assert.equal(spearman([0, 1, 2], [3, 2, 1]), -1);
    assert.equal(spearman([0, 1, 2], [5, 5, 5]), 0);
  });

  it('gives ties their mean rank', () => {
    assert.ok(Math.abs(spearman([1, 2, 3, 4], [1, 2, 2, 3]) - 0.9486833) < 1e-6);
  });
});

describe('meanOf', () => {
  it('is the sum over the count, and 0 of nothing', () => {
    assert.equal(meanOf([1, 2, 6]), 3);
    assert.equal(meanOf([]), 0);
  });
});
