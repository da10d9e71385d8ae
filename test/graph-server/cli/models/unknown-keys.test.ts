import assert from 'node:assert/strict';
import { unknownKeys } from '../../../../graph-server/cli/models/unknown-keys.ts';

describe('unknownKeys', () => {
  it('counts the keys of each file and shows the first, and whether there are more', () => {
    const keysOf = { a: ['one'], b: ['one', 'two', 'three'], c: ['one', 'two', 'three', 'four'] };
    assert.deepEqual(unknownKeys(Object.entries(keysOf)), [
      'a: 1 key that no network needs (one)',
      'b: 3 keys that no network needs (one, two, three)',
      'c: 4 keys that no network needs (one, two, three, …)',
    ]);
    assert.deepEqual(unknownKeys([]), []);
  });
});
