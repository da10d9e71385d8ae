import assert from 'node:assert/strict';
import { join } from 'node:path';
import { lockFolder } from '../../../graph-server/store/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('lockFolder', () => {
  const state = join(temporaryFolder(), 'state');

  it('gives a folder to one holder at a time and names the holder', () => {
    const free = lockFolder(state);
    assert.throws(
      () => lockFolder(state),
      new RegExp(`expected a data folder of its own, got one that process ${process.pid} uses`),
    );
    free();
    lockFolder(state)();
  });
});
