import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkpointKey,
  checkpointNames,
  openCheckpointNamed,
} from '../../../nodes/diffusion/checkpoint-files.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('checkpoint files', () => {
  const data = temporaryFolder();
  const [own, shipped] = [join(data, 'own'), join(data, 'shipped')];
  const folders = nodeFolders(data, { models: [own, shipped], defaultBundle: 'second' });

  before(async () => {
    await writeTinyBundle(own, 'first');
    await writeTinyBundle(shipped, 'second');
    mkdirSync(join(own, 'checkpoints', 'sd'), { recursive: true });
    for (const name of ['b.safetensors', 'a.ckpt', 'notes.txt', 'sd/c.safetensors'])
      writeFileSync(join(own, 'checkpoints', name), 'not weights');
  });

  it('are the bundles, the default first, then the single files', async () => {
    assert.deepEqual(await checkpointNames(folders), [
      'second',
      'first',
      'a.ckpt',
      'b.safetensors',
      'sd/c.safetensors',
    ]);
    assert.deepEqual(await checkpointNames(nodeFolders(join(data, 'none'))), []);
  });

  it('have keys that tell them apart', async () => {
    const keys = await Promise.all(
      ['first', 'a.ckpt', 'b.safetensors'].map((n) => checkpointKey(n, folders)),
    );
    assert.equal(new Set(keys).size, 3);
  });

  it('open without a tokenizer only with a sentence that says where to put one', async () => {
    await assert.rejects(openCheckpointNamed('b.safetensors', folders), {
      message: new RegExp(
        `^${join(own, 'tokenizers', 'clip')}: expected CLIP's vocab.json and merges.txt, got none`,
      ),
    });
  });

  it('are not found by a path that leads out', async () => {
    await assert.rejects(
      openCheckpointNamed('../own/checkpoints/a.ckpt', folders),
      /expected one of first, second/,
    );
  });
});
