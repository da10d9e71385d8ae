import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atomicCreate, atomicWrite, isCode } from '../../../graph-server/files/atomic-write.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('atomicWrite', () => {
  const folder = temporaryFolder();

  it('writes, replaces and makes the folders above', async () => {
    const path = join(folder, 'a', 'b', 'file.txt');
    await atomicWrite(path, 'one');
    await atomicWrite(path, Buffer.from('two'));
    assert.equal(readFileSync(path, 'utf8'), 'two');
    assert.deepEqual(readdirSync(join(folder, 'a', 'b')), ['file.txt']);
  });

  it('creates a name once, also when many try', async () => {
    const path = join(folder, 'once.txt');
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) => atomicCreate(path, String(index))),
    );
    assert.equal(made.filter(Boolean).length, 1);
    assert.equal(readFileSync(path, 'utf8'), String(made.indexOf(true)));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('leaves nothing behind when it fails', async () => {
    await atomicWrite(join(folder, 'full', 'x'), '');
    await assert.rejects(
      atomicWrite(join(folder, 'full'), 'text'),
      (error) => isCode(error, 'EISDIR') || isCode(error, 'ENOTEMPTY'),
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});
