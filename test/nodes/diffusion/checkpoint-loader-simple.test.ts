import assert from 'node:assert/strict';
import { CheckpointLoaderSimple } from '../../../nodes/diffusion/checkpoint-loader-simple.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('CheckpointLoaderSimple', () => {
  const models = temporaryFolder();
  const folders = nodeFolders('nowhere', { models: [models] });
  before(() => writeTinyBundle(models));

  it('opens a bundle by its name', async () => {
    const out = await CheckpointLoaderSimple.run({ ckpt_name: 'tiny' }, nodeContext(folders));
    assert.deepEqual(Object.keys(out), ['MODEL', 'CLIP', 'VAE']);
    assert.deepEqual(Object.keys(CheckpointLoaderSimple.outputs), ['MODEL', 'CLIP', 'VAE']);
  });

  it('has a fingerprint that follows the bundle', async () => {
    const of = (ckpt_name?: string) =>
      CheckpointLoaderSimple.fingerprint?.(ckpt_name === undefined ? {} : { ckpt_name }, folders);
    assert.equal(await of(), '');
    assert.match((await of('tiny')) ?? '', /^[0-9a-f]{64}$/);
  });

  it('names the bundles that there are when it is asked for another', async () => {
    await assert.rejects(
      async () => CheckpointLoaderSimple.run({ ckpt_name: 'absent' }, nodeContext(folders)),
      { message: 'bundle "absent": expected one of tiny, got another name' },
    );
  });
});
