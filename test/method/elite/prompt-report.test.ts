import assert from 'node:assert/strict';
import { ClipTokenizer } from '../../../method/clip/tokenizer.ts';
import { promptReport } from '../../../method/elite/prompt-report.ts';
import { parityFolder } from '../../support/fixtures.ts';

describe('promptReport', () => {
  let tokenizer: ClipTokenizer;
  const states = (text: string, compat = false) =>
    promptReport(tokenizer, text, compat).placeholders.map(({ start, state, token }) => [
      start,
      state,
      token,
    ]);

  before(async () => {
    tokenizer = await ClipTokenizer.open(parityFolder('tokenizer'));
  });

  it('finds the token of S* where other tokens stand before it', () => {
    const [placeholder] = promptReport(tokenizer, 'a S*').placeholders;
    assert.deepEqual(placeholder, { start: 2, end: 4, token: 2, state: 'understood' });
    assert.deepEqual(states('S*, red'), [[0, 'understood', 1]]);
    assert.deepEqual(states('a S'), [[2, 'lone', 2]]);
  });

  it('counts the start and the end, and tells where words lie', () => {
    const report = promptReport(tokenizer, 'a S*');
    assert.deepEqual([report.count, report.limit, report.truncated], [4, tokenizer.length, 0]);
    assert.deepEqual(report.words, [
      { start: 0, end: 1, tokens: 1 },
      { start: 2, end: 4, tokens: 1 },
    ]);
    assert.deepEqual(promptReport(tokenizer, '').count, 2);
  });

  it('tells a placeholder that is glued to letters, or cut off', () => {
    assert.deepEqual(states('a xS*'), [[3, 'glued', null]]);
    const long = `${'a '.repeat(tokenizer.length - 2)}S*`;
    assert.deepEqual(states(long), [[long.length - 2, 'cut', null]]);
    assert.equal(promptReport(tokenizer, long).truncated, 1);
    assert.deepEqual(
      states(long.slice(2)).map(([, state]) => state),
      ['understood'],
    );
  });

  it('counts the last placeholder alone where the released code’s reading is asked for', () => {
    assert.deepEqual(
      states('S* S*').map(([, state]) => state),
      ['understood', 'understood'],
    );
    assert.deepEqual(
      states('S* S*', true).map(([, state]) => state),
      ['ignored', 'understood'],
    );
  });
});
