import assert from 'node:assert/strict';
import { lambdaSweep } from '../../../method/evaluation/lambda-curve.ts';
import { picturesOfRow } from '../../support/scored-pictures.ts';

const LAMBDAS = [0, 0.4, 0.8, 1.2];

/** Likeness rises with λ; text alignment falls beyond 0.8. */
const pictures = LAMBDAS.flatMap((lambda) =>
  picturesOfRow(`lambda-${lambda}`, (j) => ({
    id_i: 0.2 + 0.1 * lambda + 0.01 * j,
    clip_t: 0.3 + 0.01 * j - (lambda > 0.8 ? 0.05 : 0),
  })),
);

describe('lambdaSweep', () => {
  const sweep = lambdaSweep(pictures, ['clip_t', 'id_i']);

  it('has a curve for each metric that was measured, with bands', () => {
    assert.deepEqual(sweep?.lambdas, LAMBDAS);
    assert.deepEqual(
      sweep.curves.map(({ metric }) => metric),
      ['clip_t', 'id_i'],
    );
    const [, identity] = sweep.curves;
    assert.equal(identity?.spearman, 1);
    assert.equal(identity.monotone, 1);
    assert.ok(identity.points.every(({ low, mean, high }) => low <= mean && mean <= high));
    assert.equal(sweep.curves[0]?.monotone, 0);
  });

  it('has its knee at the largest λ that costs hardly any text alignment', () => {
    assert.equal(sweep?.knee, 0.8);
    const withoutZero = pictures.filter(({ row }) => row !== 'lambda-0');
    assert.equal(lambdaSweep(withoutZero, ['clip_t'])?.knee, undefined);
  });

  it('is nothing for one λ', () => {
    assert.equal(
      lambdaSweep(
        picturesOfRow('lambda-0', () => ({ clip_t: 1 })),
        ['clip_t'],
      ),
      undefined,
    );
  });
});
