import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
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

  it('names a folder that cannot be used', () => {
    const file = join(state, 'a-file');
    writeFileSync(file, '');
    assert.throws(() => lockFolder(join(file, 'state')), {
      message:
        /a-file\/state: expected a folder that can be written, got ENOTDIR \(--data DIR chooses another\)/,
      exitCode: 78,
    });
  });
});
