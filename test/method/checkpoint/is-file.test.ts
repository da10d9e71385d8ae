import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFile } from '../../../method/checkpoint/is-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('isFile', () => {
  const folder = temporaryFolder();

  it('tells files from folders, from links that lead nowhere and from nothing', async () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
    const found = await Promise.all(
      ['file', 'link', '.', 'dangling', 'none'].map((name) => isFile(join(folder, name))),
    );
    assert.deepEqual(found, [true, true, false, false, false]);
  });
});
