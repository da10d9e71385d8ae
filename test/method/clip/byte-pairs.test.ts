import assert from 'node:assert/strict';
import { BytePairs } from '../../../method/clip/byte-pairs.ts';

describe('BytePairs', () => {
  const vocabulary = new Map(
    ['a', 'b', 'a</w>', 'b</w>', 'ab', 'ab</w>', 'aab</w>', 'Ã', '©</w>', 'Ġ</w>'].map((token, id) => [
      token,
      id,
    ]),
  );
  const ids = (text: string, merges: string[]): readonly number[] =>
    new BytePairs(vocabulary, merges, 99).ids({ text });

  it('are single bytes without merges, the last with the end of the word', () => {
    assert.deepEqual(ids('aab', []), [0, 0, 3]);
    assert.deepEqual(ids('é', []), [7, 8]);
    assert.deepEqual(ids(' ', []), [9]);
  });

  it('merge the earliest pair of the table first', () => {
    assert.deepEqual(ids('aab', ['a b</w>', 'a ab</w>']), [6]);
    assert.deepEqual(ids('abab', ['a b', 'a b</w>']), [4, 5]);
    assert.deepEqual(ids('aab', ['a ab</w>']), [0, 0, 3]);
  });

  it('give the unknown id for a symbol outside the vocabulary', () => {
    assert.deepEqual(ids('ac', []), [0, 99]);
  });
});
