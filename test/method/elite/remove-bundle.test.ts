import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { removablePath, removeBundle } from '../../../method/elite/remove-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('removeBundle', () => {
  const root = temporaryFolder();
  const folder = join(root, 'models');

  it('removes a bundle whole, and leaves nothing of it', async () => {
    await writeTinyBundle(folder, 'mine');
    await removeBundle('mine', folder);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refuses paths, folders that are no bundles, and links that lead out', async () => {
    await writeTinyBundle(root, 'outside');
    for (const name of ['../outside', '.', '..', 'a/b', '', '.hidden', 'a\\b'])
      await assert.rejects(removablePath(name, folder), /expected the name of a bundle, got a path$/);
    mkdirSync(join(folder, 'checkpoints'), { recursive: true });
    await assert.rejects(removablePath('checkpoints', folder), /got a folder without bundle\.json$/);
    symlinkSync(join(root, 'outside'), join(folder, 'link'));
    await assert.rejects(removeBundle('link', folder), /got a link or a file$/);
    await assert.rejects(removeBundle('none', folder), /no such bundle/);
    assert.ok(existsSync(join(root, 'outside', 'bundle.json')));
  });
});
