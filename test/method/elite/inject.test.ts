import assert from 'node:assert/strict';
import { injectWords } from '../../../method/elite/inject.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('injectWords', () => {
  const rows = tensor([0, 1, 2, 3, 4], [1, 5, 1]);
  const words = (...values: number[]) => tensor(values, [1, values.length, 1]);

  it('replaces the token by one word', () => {
    assert.deepEqual([...injectWords(rows, words(9), 2).data], [0, 1, 9, 3, 4]);
  });

  it('moves the tail right by n − 1, whose end falls off', () => {
    assert.deepEqual([...injectWords(rows, words(7, 8, 9), 1).data], [0, 7, 8, 9, 2]);
    assert.deepEqual([...injectWords(rows, words(8, 9), 3).data], [0, 1, 2, 8, 9]);
  });

  it('refuses a place where the words do not fit, or that is the start', () => {
    assert.throws(
      () => injectWords(rows, words(8, 9), 4),
      /^Error: word position: expected 1 to 3 for 2 words among 5 tokens, got 4$/,
    );
    assert.throws(() => injectWords(rows, words(9), 0), /got 0$/);
  });

  it('leaves the rows as they are', () => {
    injectWords(rows, words(9), 2);
    assert.deepEqual([...rows.data], [0, 1, 2, 3, 4]);
  });
});
