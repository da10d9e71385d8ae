import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCandidates } from '../../../method/elite/bundle-candidates.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle, writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('bundleCandidates', () => {
  const root = temporaryFolder();
  const folder = join(root, 'models');

  it('finds folders of diffusers and of transformers, and loose files of weights', async () => {
    await writeTinyPublished(join(folder, 'downloads'));
    mkdirSync(join(folder, 'checkpoints'));
    writeFileSync(join(folder, 'checkpoints', 'v1.CKPT'), '');
    writeFileSync(join(folder, 'readme.md'), '');
    assert.deepEqual(await bundleCandidates(folder), {
      diffusers: ['downloads/sd'],
      clips: ['downloads/clip'],
      files: [
        'checkpoints/v1.CKPT',
        'downloads/mappers/global_mapper.pt',
        'downloads/mappers/local_mapper.pt',
      ],
    });
  });

  it('passes bundles, concepts, hidden folders and links over, and folders that are only called unet and vae', async () => {
    const before = await bundleCandidates(folder);
    await writeTinyBundle(folder, 'ready');
    await writeTinyPublished(join(folder, '.draft'));
    await writeTinyPublished(join(root, 'outside'));
    symlinkSync(join(root, 'outside'), join(folder, 'link'));
    for (const name of ['unet', 'vae', 'concepts']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'concepts', 'dog.elite.safetensors'), '');
    assert.deepEqual(await bundleCandidates(folder), before);
  });

  it('finds nothing where no folder is', async () => {
    assert.deepEqual(await bundleCandidates(join(root, 'none')), { diffusers: [], clips: [], files: [] });
  });
});
