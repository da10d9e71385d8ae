import assert from 'node:assert/strict';
import { shownBytes, table } from '../../../../graph-server/cli/models/table.ts';

describe('table', () => {
  it('makes columns as wide as their widest cell, the last as it is', () => {
    assert.equal(table([['a', 'long one'], ['name', 'b']]), 'a     long one\nname  b');
    assert.equal(table([]), '');
  });
});

describe('shownBytes', () => {
  it('shows bytes as people read them', () => {
    assert.deepEqual(
      [0, 999, 1500, 2e6, 13_400_000, 3_438_000_000].map(shownBytes),
      ['0 B', '999 B', '1.5 kB', '2.0 MB', '13 MB', '3.4 GB'],
    );
  });
});
