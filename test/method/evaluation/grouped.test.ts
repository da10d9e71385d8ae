import assert from 'node:assert/strict';
import { grouped } from '../../../method/evaluation/grouped.ts';

describe('grouped', () => {
  it('keeps the order of keys and of their items', () => {
    const groups = grouped([3, 1, 4, 1, 5, 9, 2, 6], (n) => (n % 2 === 0 ? 'even' : 'odd'));
    assert.deepEqual(
      [...groups],
      [
        ['odd', [3, 1, 1, 5, 9]],
        ['even', [4, 2, 6]],
      ],
    );
  });
});
