import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove } from '../../../../graph-server/cli/models/remove.ts';
import { captured } from '../../../support/captured.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('models remove', () => {
  const root = temporaryFolder();
  const folder = join(root, 'models');
  const bundle = (path: string): string => {
    mkdirSync(join(path, 'unet'), { recursive: true });
    writeFileSync(join(path, 'bundle.json'), '{}');
    writeFileSync(join(path, 'unet/weights.safetensors'), 'w');
    return path;
  };
  const removed = (name: string, answer?: string) =>
    captured(() =>
      remove({ name, folder, yes: answer === undefined, ask: () => Promise.resolve(answer ?? '') }),
    );

  it('asks, and removes the whole folder after a yes', async () => {
    const path = bundle(join(folder, 'mine'));
    assert.equal((await removed('mine', '')).result, 1);
    assert.equal((await removed('mine', 'no')).result, 1);
    assert.ok(existsSync(join(path, 'unet/weights.safetensors')));
    assert.equal((await removed('mine', 'y')).result, 0);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('does not ask with --yes, and refuses where nobody can be asked', async () => {
    bundle(join(folder, 'mine'));
    await assert.rejects(remove({ name: 'mine', folder, yes: false }), { name: 'Error', exitCode: 2 });
    assert.equal((await removed('mine')).result, 0);
  });

  it('removes bundles of its folder and nothing else', async () => {
    bundle(join(root, 'outside'));
    for (const name of ['../outside', '.', '..', 'a/b', '', '.hidden', 'a\\b'])
      await assert.rejects(removed(name), /expected the name of a bundle, got a path$|no such bundle/);
    mkdirSync(join(folder, 'checkpoints'), { recursive: true });
    await assert.rejects(removed('checkpoints'), /expected a bundle, got a folder without bundle.json$/);
    symlinkSync(join(root, 'outside'), join(folder, 'link'));
    await assert.rejects(removed('link'), /link: expected a folder of .*, got a link or a file$/);
    await assert.rejects(removed('elite-nano'), /no such bundle \(those that ship are not removed\)$/);
    assert.ok(existsSync(join(root, 'outside/unet/weights.safetensors')));
  });
});
