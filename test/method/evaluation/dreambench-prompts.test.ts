import assert from 'node:assert/strict';
import { placeholders } from '../../../method/clip/placeholder.ts';
import { promptsOf } from '../../../method/evaluation/benchmark.ts';
import { DREAMBENCH_PROMPTS } from '../../../method/evaluation/dreambench-prompts.ts';

const kindsFor = (kind: string): Record<string, number> => {
  const subject = { id: 'x', category: 'x', kind, photo: '', mask: '', references: [] };
  const counts: Record<string, number> = {};
  for (const prompt of promptsOf({ prompts: DREAMBENCH_PROMPTS }, subject))
    counts[prompt.kind] = (counts[prompt.kind] ?? 0) + 1;
  return counts;
};

describe('DREAMBENCH_PROMPTS', () => {
  it('has twenty-five prompts for things and for live subjects', () => {
    assert.deepEqual(kindsFor('thing'), { place: 20, property: 5 });
    assert.deepEqual(kindsFor('live'), { place: 10, outfit: 10, property: 5 });
  });

  it('has S* once in each, and each id once', () => {
    assert.ok(DREAMBENCH_PROMPTS.every(({ text }) => placeholders(text).length === 1));
    assert.equal(new Set(DREAMBENCH_PROMPTS.map(({ id }) => id)).size, DREAMBENCH_PROMPTS.length);
  });
});
