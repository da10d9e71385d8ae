import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  existingWithin,
  FileNameError,
  relativeName,
  resolveWithin,
  safeParts,
} from '../../../graph-server/files/confine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('confine', () => {
  const folder = temporaryFolder();
  const root = join(folder, 'root');

  before(() => {
    mkdirSync(join(root, 'sub'), { recursive: true });
    writeFileSync(join(root, 'sub', 'a.txt'), '');
    writeFileSync(join(folder, 'outside.txt'), '');
    symlinkSync(folder, join(root, 'out'));
    symlinkSync(join(root, 'sub'), join(root, 'in'));
  });

  it('resolves names inside, new ones too, and through links that stay inside', async () => {
    assert.equal(await resolveWithin(root, 'sub/new/deep.txt'), join(root, 'sub', 'new', 'deep.txt'));
    assert.equal(await existingWithin(root, 'in/a.txt'), join(root, 'in', 'a.txt'));
    assert.equal(await existingWithin(root, 'sub'), undefined);
    assert.equal(await existingWithin(root, 'none.txt'), undefined);
  });

  it('refuses what leads out or is no name', async () => {
    const names = [
      '',
      '.',
      '..',
      'a/../b',
      '/a',
      'a//b',
      'a/',
      'a\\b',
      'C:x',
      'a\0',
      'a\nb',
      'CON',
      'nul.txt',
      'x'.repeat(201),
      'out/outside.txt',
      'out/new',
    ];
    for (const name of names)
      await assert.rejects(resolveWithin(root, name), FileNameError, JSON.stringify(name));
  });

  it('never gives a part that moves up', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        try {
          assert.ok(!safeParts(name).some((part) => part === '..' || part === '' || part.includes('\0')));
        } catch (error) {
          assert.ok(error instanceof FileNameError);
        }
      }),
    );
  });

  it('joins subfolders and names', () => {
    assert.equal(relativeName('', 'a'), 'a');
    assert.equal(relativeName('b/', 'a'), 'b/a');
  });
});
