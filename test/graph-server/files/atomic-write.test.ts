import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atomicCreate, atomicWrite, isCode, removeStrays } from '../../../graph-server/files/atomic-write.ts';
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

describe('removeStrays', () => {
  it('removes what writers that died left, and nothing else', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deep'));
    const [stray, own] = [join(folder, 'deep', '.0123456789abcdef.part'), join(folder, 'my.part')];
    for (const path of [stray, own]) writeFileSync(path, '');
    await removeStrays(folder);
    assert.deepEqual([existsSync(stray), existsSync(own)], [false, true]);
    await removeStrays(join(folder, 'none'));
  });
});
