import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileHash } from '../../../method/checkpoint/file-hash.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('fileHash', () => {
  const folder = temporaryFolder();

  it('gives what sha256sum and git hash-object give', async () => {
    const path = join(folder, 'hello');
    writeFileSync(path, 'hello\n');
    assert.equal(await fileHash(path), '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03');
    assert.equal(await fileHash(path, 'sha1', 'blob 6\0'), 'ce013625030ba8dba906f756967f9e9ca394464a');
  });
});
