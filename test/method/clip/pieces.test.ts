import assert from 'node:assert/strict';
import { pieces } from '../../../method/clip/pieces.ts';

const texts = (text: string): string[] => pieces(text).map((piece) => piece.text);

describe('pieces', () => {
  it('are contractions, words, single digits and runs of other signs', () => {
    assert.deepEqual(texts("It's 42!! x_y"), ['it', "'s", '4', '2', '!!', 'x', '_', 'y']);
    assert.deepEqual(texts("'sample"), ["'s", 'ample']);
  });

  it('are composed and lower-cased sign by sign', () => {
    assert.deepEqual(texts('CAFE\u0301 ΣΑΣ'), ['caf\u00e9', 'σασ']);
  });

  it('are separated by whitespace as Unicode has it', () => {
    assert.deepEqual(texts('a\u0085b\u3000c\u200bd'), ['a', 'b', 'c', '\u200b', 'd']);
  });

  it('say where they lie in the text as it was typed', () => {
    assert.deepEqual(pieces(' E\u0301a', 10), [{ text: '\u00e9a', start: 11, end: 14 }]);
    assert.deepEqual(pieces('<|ENDOFTEXT|>'), [
      { text: '<|', start: 0, end: 2 },
      { text: 'endoftext', start: 2, end: 11 },
      { text: '|>', start: 11, end: 13 },
    ]);
  });
});
