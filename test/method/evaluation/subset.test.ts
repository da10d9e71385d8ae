import assert from 'node:assert/strict';
import type { Benchmark } from '../../../method/evaluation/benchmark.ts';
import { parseSubset, stratified, triplesOf } from '../../../method/evaluation/subset.ts';

const benchmark: Benchmark = {
  name: 'b',
  version: 1,
  subjects: ['fox', 'mug', 'owl', 'cup', 'car', 'hat'].map((id, i) => ({
    id,
    category: id,
    kind: i % 2 === 0 ? 'live' : 'thing',
    photo: 'p',
    mask: 'm',
    references: ['p'],
  })),
  prompts: [
    { id: 'p1', kind: 'place', text: 'S* 1', asks: {} },
    { id: 'p2', kind: 'place', text: 'S* 2', asks: {} },
    { id: 'o1', kind: 'outfit', text: 'S* 3', asks: {}, for: ['live'] },
  ],
  truths: {},
};

describe('parseSubset', () => {
  it('reads subjects, prompts and seeds', () => {
    assert.deepEqual(parseSubset('4x5x1'), { subjects: 4, prompts: 5, seeds: 1 });
    for (const text of ['4x5', '0x1x1', 'x', '4 x 5 x 1', '4x5x1x1'])
      assert.throws(() => parseSubset(text), /^Error: subset: expected subjects x prompts x seeds/);
  });
});

describe('stratified', () => {
  const items = Array.from({ length: 25 }, (_, i) => ({
    kind: i < 10 ? 'place' : i < 20 ? 'outfit' : 'property',
    i,
  }));

  it('takes each kind by its share, evenly spread and in order', () => {
    const chosen = stratified(items, 5);
    assert.deepEqual(
      chosen.map(({ i }) => i),
      [0, 5, 10, 15, 20],
    );
  });

  it('takes all when there are not more, and the same ones every time', () => {
    assert.deepEqual(stratified(items, 30), items);
    assert.equal(stratified(items, 7).length, 7);
    assert.deepEqual(stratified(items, 7), stratified(items, 7));
  });
});

describe('triplesOf', () => {
  it('has every prompt that is for a subject, with every seed', () => {
    const triples = triplesOf(benchmark, [0, 1]);
    assert.equal(triples.length, (3 * 3 + 3 * 2) * 2);
    assert.ok(triples.every(({ subject, prompt }) => prompt.for?.includes(subject.kind) ?? true));
  });

  it('takes a subset of both kinds of subject, and the first seeds', () => {
    const triples = triplesOf(benchmark, [7, 8], { subjects: 2, prompts: 1, seeds: 1 });
    assert.deepEqual(
      triples.map(({ subject, prompt, seed }) => [subject.kind, prompt.kind, seed]),
      [
        ['live', 'place', 7],
        ['thing', 'place', 7],
      ],
    );
  });
});
