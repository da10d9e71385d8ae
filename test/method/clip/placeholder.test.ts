import assert from 'node:assert/strict';
import { countedPosition, placeholders } from '../../../method/clip/placeholder.ts';

const found = (text: string): string[] => placeholders(text).map(({ start, end }) => text.slice(start, end));

describe('placeholders', () => {
  it('are S* and the capital S that is a word of its own', () => {
    assert.deepEqual(found('a S* and (S), S’s hat'), ['S*', 'S', 'S']);
    assert.deepEqual(placeholders('a S*'), [{ start: 2, end: 4 }]);
    assert.deepEqual(found('half-S*'), ['S*']);
  });

  it('are not glued to letters, digits, marks or abbreviations', () => {
    for (const text of [
      'S*fish',
      'xS*',
      'S1',
      'S_',
      'U.S.A',
      'S.O.S',
      'S-shaped',
      'X-S',
      "IT'S",
      'ΑS',
      's',
      's*',
    ])
      assert.deepEqual(found(text), [], text);
  });
});

describe('countedPosition', () => {
  it('is 1 + the index of the last blank-separated S, and 0 without one', () => {
    assert.equal(countedPosition('S'), 1);
    assert.equal(countedPosition('  a S and S  '), 4);
    assert.equal(countedPosition('a  S'), 3);
    assert.equal(countedPosition('a S*'), 0);
  });
});
