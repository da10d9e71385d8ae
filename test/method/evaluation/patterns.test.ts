import assert from 'node:assert/strict';
import { grouped } from '../../../method/evaluation/grouped.ts';
import { lambdaSweep } from '../../../method/evaluation/lambda-curve.ts';
import { patterns } from '../../../method/evaluation/patterns.ts';
import type { ScoredPicture, Values } from '../../../method/evaluation/scored-picture.ts';
import { picturesOfRow } from '../../support/scored-pictures.ts';

/** The paper's Table 1 on CLIP-T and DINO-I, each subject at its own level. */
const TABLE: Readonly<Record<string, readonly [text: number, likeness: number]>> = {
  v: [0.204, 0.658],
  w0: [0.257, 0.486],
  full: [0.255, 0.652],
  'plain-w0': [0.25, 0.486],
  'plain-w1': [0.25, 0.3],
  'plain-w2': [0.25, 0.3],
  'plain-w3': [0.25, 0.3],
  'plain-w4': [0.25, 0.3],
};

const at = (text: number, likeness: number): ((j: number, k: number) => Values) => {
  return (j, k) => ({ clip_t: text + 0.002 * j - 0.001 * k, dino_i_mean: likeness + 0.01 * j });
};

const table = Object.entries(TABLE).flatMap(([row, [text, likeness]]) =>
  picturesOfRow(row, at(text, likeness)),
);
const sweep = [0, 0.6, 1.2].flatMap((lambda) =>
  picturesOfRow(`lambda-${lambda}`, at(lambda > 1 ? 0.2 : 0.25, 0.5 + 0.1 * lambda)),
);

const verdicts = (pictures: readonly ScoredPicture[]): string[] =>
  patterns(
    grouped(pictures, ({ row }) => row),
    ['dino_i_mean'],
    lambdaSweep(pictures, ['clip_t', 'dino_i_mean']),
  ).map(({ verdict }) => verdict);

describe('patterns', () => {
  it('pass on the numbers of the paper', () => {
    assert.deepEqual(verdicts([...table, ...sweep]), ['pass', 'pass', 'pass', 'pass']);
  });

  it('fail when the words change their places', () => {
    const swapped = table.map((p) => ({ ...p, row: p.row === 'v' ? 'w0' : p.row === 'w0' ? 'v' : p.row }));
    assert.deepEqual(verdicts([...swapped, ...sweep]).slice(0, 2), ['fail', 'fail']);
  });

  it('fail when the local part costs text alignment', () => {
    const costly = table.filter(({ row }) => row !== 'full');
    assert.equal(verdicts([...costly, ...picturesOfRow('full', at(0.23, 0.652))])[1], 'fail');
  });

  it('fail when likeness does not rise with λ', () => {
    const flat = [0, 0.6, 1.2].flatMap((lambda) =>
      picturesOfRow(`lambda-${lambda}`, at(0.25 - 0.01 * lambda, 0.5)),
    );
    assert.equal(verdicts([...table, ...flat])[2], 'fail');
  });

  it('say what they need when it was not measured', () => {
    const found = patterns(new Map(), ['dino_i_mean'], undefined);
    assert.deepEqual(
      found.map(({ verdict }) => verdict),
      Array(4).fill('not measured'),
    );
    assert.equal(found[0]?.reason, 'needs clip_t of the rows w0 and v on the same pictures');
    assert.equal(patterns(new Map(), [], undefined)[3]?.reason, 'needs a judge of likeness');
  });

  it('carry the interval that decided', () => {
    const [first] = patterns(
      grouped(table, ({ row }) => row),
      ['dino_i_mean'],
      undefined,
    );
    assert.ok(Math.abs((first?.checks[0]?.interval?.mean ?? 0) - 0.053) < 1e-9);
  });
});
