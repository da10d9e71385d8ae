import assert from 'node:assert/strict';
import { PLAIN_PROMPT, promptsOf, textToScore, type Subject } from '../../../method/evaluation/benchmark.ts';

const fox: Subject = { id: 'fox', category: 'animal', kind: 'live', photo: '', mask: '', references: [''] };

describe('textToScore', () => {
  it('puts the category in the place of S*, in a text of its own where there is one', () => {
    assert.equal(textToScore(PLAIN_PROMPT, fox), 'a photo of a animal');
    assert.equal(textToScore({ ...PLAIN_PROMPT, scored: 'an S* alone' }, fox), 'an animal alone');
  });
});

describe('promptsOf', () => {
  it('leaves out prompts for other kinds of subject', () => {
    const prompts = [PLAIN_PROMPT, { ...PLAIN_PROMPT, for: ['thing'] }, { ...PLAIN_PROMPT, for: ['live'] }];
    assert.deepEqual(promptsOf({ prompts }, fox), [prompts[0], prompts[2]]);
  });
});
