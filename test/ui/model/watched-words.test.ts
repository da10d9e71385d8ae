import assert from 'node:assert/strict';
import { drawnText, watchedWords } from '../../../ui/src/model/watched-words.ts';

const PROMPT = 'a close-up of S* here';
const REPORT = {
  placeholders: [{ start: 14, end: 16, token: 6, state: 'understood' }],
  words: [
    { start: 0, end: 1, tokens: 1 },
    { start: 2, end: 10, tokens: 3 },
    { start: 11, end: 13, tokens: 1 },
    { start: 14, end: 16, tokens: 1 },
    { start: 17, end: 21, tokens: 1 },
  ],
};
const tokens = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => [from + at]);

describe('the words of a heat map', () => {
  it('have the first of their tokens, and the subject none of its own', () => {
    assert.deepEqual(watchedWords(PROMPT, REPORT, [[6], ...tokens(1, 8)]), [
      { text: 'a', token: 1 },
      { text: 'close-up', token: 2 },
      { text: 'of', token: 5 },
      { text: 'S*', token: undefined },
      { text: 'here', token: 7 },
    ]);
  });

  it('move on behind a subject of several words, and go where the server watched none', () => {
    const found = watchedWords(PROMPT, REPORT, [[6, 7, 8], ...tokens(1, 9)]);
    assert.deepEqual(found.at(-1), { text: 'S*', token: undefined }); // here is at 9, which was cut off
    assert.deepEqual(watchedWords(PROMPT, REPORT, [[6, 7, 8], ...tokens(1, 11)]).at(-1), {
      text: 'here',
      token: 9,
    });
    assert.deepEqual(watchedWords(PROMPT, undefined, [[6]]), []);
  });

  it('are those of the prompt behind the sampler', () => {
    const prompt = {
      '7': { inputs: { text: PROMPT } },
      '10': { inputs: { positive: ['7', 0] } },
    };
    assert.equal(drawnText(prompt, '10'), PROMPT);
    assert.equal(drawnText(prompt, '11'), '');
    assert.equal(drawnText({ '10': { inputs: { positive: 'x' } } }, '10'), '');
  });
});
