import assert from 'node:assert/strict';
import { textOf } from '../../../graph-server/client/text-of.ts';

describe('textOf', () => {
  it('takes texts and numbers, and nothing of other values', () => {
    assert.deepEqual(
      [textOf('a'), textOf(5), textOf({}), textOf(null), textOf(undefined)],
      ['a', '5', '', '', ''],
    );
  });
});
