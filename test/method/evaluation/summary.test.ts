import assert from 'node:assert/strict';
import { allRows, sweepRow } from '../../../method/evaluation/rows.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { summarise, type Summary } from '../../../method/evaluation/summary.ts';
import { picturesOfRow } from '../../support/scored-pictures.ts';

const about = {
  benchmark: 'TinyBench',
  presets: { clip_t: 'tiny-clip' },
  missing: { dino_i_mean: 'no weights' },
  rows: [...allRows(0.6), sweepRow(0), sweepRow(0.6)],
} as const;

const full = picturesOfRow('full', (j, k) => ({ clip_t: 0.3 + 0.01 * k, id_i: 0.5 + 0.02 * j }));
const w0 = picturesOfRow('w0', (j, k) => ({ clip_t: 0.3 + 0.01 * k, id_i: 0.4 + 0.02 * j }));

const rowOf = (summary: Summary, row: string) => summary.rows.find(({ id }) => id === row) ?? assert.fail();

describe('summarise', () => {
  const summary = summarise([...w0, ...full], about);

  it('has a line for each row, in the order of the protocol', () => {
    assert.deepEqual(
      summary.rows.map(({ id }) => id),
      ['w0', 'full'],
    );
    assert.ok(Math.abs((rowOf(summary, 'full').means.id_i?.mean ?? 0) - 0.59) < 1e-9);
    assert.deepEqual(Object.keys(rowOf(summary, 'full').byKind), ['place']);
    assert.ok(Math.abs((rowOf(summary, 'full').bySubject['s3']?.id_i ?? 0) - 0.56) < 1e-9);
  });

  it('compares the other rows with the full method', () => {
    const found = summary.comparisons.find(({ metric }) => metric === 'id_i');
    assert.deepEqual([found?.row, found?.against, found?.wins.mean], ['w0', 'full', 0]);
    assert.ok(Math.abs((found?.difference.mean ?? 0) + 0.1) < 1e-9);
  });

  it('corrects the p-values of a metric for the number of rows', () => {
    const v = picturesOfRow('v', (j) => ({ id_i: 0.45 + 0.02 * j }));
    const both = summarise([...w0, ...full, ...v], about).comparisons.filter(
      ({ metric }) => metric === 'id_i',
    );
    assert.equal(both.length, 2);
    assert.ok(both.every(({ corrected, difference }) => corrected >= difference.p));
    assert.ok(both.some(({ corrected, difference }) => corrected > difference.p));
  });

  it('names the five worst subjects by likeness, the worst first', () => {
    assert.deepEqual(
      summary.worst.map(({ subject }) => subject),
      ['s0', 's1', 's2', 's3', 's4'],
    );
  });

  it('counts failures and alarms, and a failed picture as 0', () => {
    const broken = full.map((p, i): ScoredPicture =>
      i === 0 ? { ...p, values: {}, flags: ['nan'], alarm: true } : p,
    );
    const row = rowOf(summarise(broken, about), 'full');
    assert.deepEqual([row.failed, row.alarms, row.pictures], [1, 1, 30]);
    assert.ok((row.means.id_i?.mean ?? 1) < 0.59);
  });

  it('gives the share of pictures with each asked attribute', () => {
    const hits = full.map((p, i) => ({ ...p, hits: i % 3 === 0 ? { place: i % 2 === 0 } : {} }));
    assert.equal(rowOf(summarise(hits, about), 'full').attributes['place']?.mean, 0.5);
  });

  it('compares each row with the same row of another run', () => {
    const { comparisons } = summarise(full, { ...about, baseline: w0.map((p) => ({ ...p, row: 'full' })) });
    assert.ok(comparisons.every(({ against }) => against === 'baseline full'));
    assert.equal(comparisons.find(({ metric }) => metric === 'id_i')?.wins.mean, 1);
  });

  it('says whether λ = 0 has the pixels of the row without local mapper', () => {
    const zero = w0.map((p) => ({ ...p, row: 'lambda-0' }));
    assert.equal(summarise([...w0, ...zero], about).lambdaZeroEqual, true);
    const other = zero.map((p, i) => (i === 3 ? { ...p, pixels: 'x' } : p));
    assert.equal(summarise([...w0, ...other], about).lambdaZeroEqual, false);
    assert.equal('lambdaZeroEqual' in summary, false);
  });
});
