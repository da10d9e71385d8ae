import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeOf, fetchedFiles, keepFetched } from '../../../../graph-server/cli/models/fetched-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('fetchedFiles', () => {
  const folder = temporaryFolder();

  it('gives what was kept of each file, the last of one file', async () => {
    assert.deepEqual(await fetchedFiles(folder), new Map());
    await keepFetched(folder, 'unet/config.json', { bytes: 1, sha256: 'a' });
    await keepFetched(folder, 'merges.txt', { bytes: 2, sha256: 'b' });
    await keepFetched(folder, 'unet/config.json', { bytes: 3, sha256: 'c' });
    assert.deepEqual(Object.fromEntries(await fetchedFiles(folder)), {
      'unet/config.json': { bytes: 3, sha256: 'c' },
      'merges.txt': { bytes: 2, sha256: 'b' },
    });
  });

  it('gives nothing of a record that cannot be read', async () => {
    for (const text of ['{', '[]', '{"a":3,"b":{"bytes":"1","sha256":"a"}}']) {
      writeFileSync(join(folder, 'fetched.json'), text);
      assert.deepEqual(await fetchedFiles(folder), new Map());
    }
  });
});

describe('changeOf', () => {
  const file = join(temporaryFolder(), 'vocab.json');
  const sha256 = createHash('sha256').update('four').digest('hex');

  before(() => {
    writeFileSync(file, 'four');
  });

  it('is nothing where the file is what it was, or nothing is known of it', async () => {
    for (const was of [{}, { bytes: 4 }, { bytes: 4, sha256 }, { sha256: sha256.toUpperCase() }])
      assert.equal(await changeOf(file, was), undefined);
  });

  it('says by the size, then by the hash, how a file differs', async () => {
    assert.equal(
      await changeOf(file, { bytes: 5, sha256 }),
      `${file}: expected 5 bytes, as it was fetched, got 4 (truncated?); remove it to fetch it again`,
    );
    assert.equal(
      await changeOf(file, { bytes: 3 }),
      `${file}: expected 3 bytes, as it was fetched, got 4; remove it to fetch it again`,
    );
    assert.equal(
      await changeOf(file, { bytes: 4, sha256: 'other' }),
      `${file}: expected SHA-256 other, got ${sha256}; remove it to fetch it again`,
    );
  });
});
