import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { zipEntries, type ZipEntry } from '../../../method/checkpoint/zip.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { storedZip } from '../../support/torch-file.ts';

describe('zipEntries', () => {
  const folder = temporaryFolder();

  const list = async (bytes: Uint8Array): Promise<ZipEntry[]> => {
    const path = join(folder, 'some.zip');
    writeFileSync(path, bytes);
    const file = await open(path);
    try {
      return await zipEntries(file, 'some.zip');
    } finally {
      await file.close();
    }
  };
  const good = storedZip([
    { name: 'a', bytes: Buffer.from('first') },
    { name: 'folder/b', bytes: Buffer.from('second') },
  ]);

  it('says where the bytes of each entry lie', async () => {
    assert.deepEqual(await list(good), [
      { name: 'a', offset: 31, length: 5 },
      { name: 'folder/b', offset: 31 + 5 + 30 + 8, length: 6 },
    ]);
    assert.deepEqual(await list(storedZip([])), []);
  });

  it('finds the directory before a comment', async () => {
    const commented = Buffer.concat([good, Buffer.from('a comment')]);
    assert.equal((await list(commented)).length, 2);
  });

  it('refuses a file that is cut', async () => {
    for (const length of [0, 10, good.length - 60, good.length - 1])
      await assert.rejects(list(good.subarray(0, length)), {
        message: 'some.zip: expected a zip directory at the end, got none (truncated?)',
      });
    await assert.rejects(list(good.subarray(20)), /^CheckpointError: some\.zip/);
  });

  it('refuses compressed and encrypted entries, and those that reach beyond', async () => {
    const changed = (change: (bytes: Buffer, central: number) => void): Buffer => {
      const bytes = Buffer.from(good);
      change(bytes, bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])));
      return bytes;
    };
    const refused = /^CheckpointError: some\.zip, a: expected stored bytes, got compressed or encrypted ones/;
    await assert.rejects(list(changed((b, at) => b.writeUInt16LE(8, at + 10))), refused);
    await assert.rejects(list(changed((b, at) => b.writeUInt16LE(1, at + 8))), refused);
    const sizes = changed((b, at) => b.writeUInt32LE(6, at + 24));
    await assert.rejects(list(sizes), /expected equal sizes of a stored entry, got 5 and 6$/);
    const long = changed((b, at) => {
      b.writeUInt32LE(500, at + 20);
      b.writeUInt32LE(500, at + 24);
    });
    await assert.rejects(
      list(long),
      /, a: expected its bytes before the directory, they reach beyond \(truncated\?\)$/,
    );
    const elsewhere = changed((b, at) => b.writeUInt32LE(3, at + 42));
    await assert.rejects(list(elsewhere), /, a: expected an entry at 3, got other bytes$/);
    const wide = changed((b, at) => b.writeUInt32LE(0xffffffff, at + 42));
    await assert.rejects(list(wide), /, a: expected a zip64 field, got none$/);
  });
});
