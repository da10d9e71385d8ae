import assert from 'node:assert/strict';
import type { Benchmark, Subject } from '../../../method/evaluation/benchmark.ts';
import { planOf, type PlanSettings } from '../../../method/evaluation/plan.ts';
import { allRows, sweepRow } from '../../../method/evaluation/rows.ts';

const subject = (id: string, more: Partial<Subject> = {}): Subject => ({
  id,
  category: id,
  kind: 'live',
  photo: 'p',
  mask: 'm',
  references: ['p'],
  ...more,
});
const prompts = ['a', 'b', 'c'].map((id) => ({ id, kind: 'place', text: 'S*', asks: {} }));
const benchmark: Benchmark = {
  name: 'b',
  version: 1,
  subjects: [subject('fox'), subject('owl')],
  prompts,
  truths: {},
};
const whole = { subjects: 9, prompts: 9, seeds: 9 };
const rows = (...ids: string[]) => allRows(0.6).filter(({ id }) => ids.includes(id));
const settings = (more: Partial<PlanSettings>): PlanSettings => ({
  rows: rows('w0'),
  seeds: [0, 1, 2, 3, 4],
  sweepSubset: whole,
  batch: 5,
  ...more,
});

describe('planOf', () => {
  it('draws the seeds of a pair together, as many as the batch allows', () => {
    const { groups } = planOf(benchmark, settings({ batch: 2 }));
    assert.equal(groups.length, 2 * 3 * 3);
    assert.deepEqual(
      groups.slice(0, 3).map(({ seeds }) => seeds),
      [[0, 1], [2, 3], [4]],
    );
  });

  it('gives the words apart a plain prompt', () => {
    const { groups } = planOf(benchmark, settings({ rows: rows('plain-w3') }));
    assert.deepEqual(
      groups.map(({ subject: { id }, prompt }) => [id, prompt.id]),
      [
        ['fox', 'plain'],
        ['owl', 'plain'],
      ],
    );
  });

  it('leaves out rows that the data set cannot give, with the reason', () => {
    const { groups, leftOut } = planOf(benchmark, settings({ rows: rows('nearest', 'real', 'truth') }));
    assert.equal(groups.length, 0);
    assert.deepEqual(leftOut, {
      nearest: 'the data set names no nearest training concept for fox',
      real: 'one reference a subject: nothing is left when it is left out',
      truth: 'the data set has no true renders',
    });
  });

  it('takes references and true renders that are there', () => {
    const rich = {
      ...benchmark,
      subjects: [subject('fox', { references: ['p', 'q'] })],
      truths: { 'fox/b': ['0.png', '1.png'] },
    };
    const { groups } = planOf(rich, settings({ rows: rows('real', 'truth') }));
    assert.deepEqual(
      groups.map(({ row, prompt, seeds }) => [row.id, prompt.id, seeds]),
      [
        ['real', 'real', [0, 1]],
        ['truth', 'b', [0, 1]],
      ],
    );
  });

  it('sweeps within the subset, in whole batches that the other rows have too', () => {
    const sweepSubset = { subjects: 1, prompts: 2, seeds: 1 };
    const { groups } = planOf(benchmark, settings({ rows: [...rows('w0'), sweepRow(0)], sweepSubset }));
    const key = (index: number): string =>
      JSON.stringify([groups[index]?.subject.id, groups[index]?.prompt.id, groups[index]?.seeds]);
    const swept = groups.flatMap(({ row }, index) => (row.id === 'lambda-0' ? [key(index)] : []));
    const drawn = groups.flatMap(({ row }, index) => (row.id === 'w0' ? [key(index)] : []));
    assert.equal(swept.length, 2);
    assert.ok(swept.every((one) => drawn.includes(one)));
    assert.ok(swept[0]?.endsWith('[0,1,2,3,4]]'));
  });
});
