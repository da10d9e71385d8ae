import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { singleFiles } from '../../../method/diffusion/single-file-names.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('singleFiles', () => {
  it('finds files of weights below checkpoints, the first folder of a name first', async () => {
    const [a, b] = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
    for (const folder of [a, b]) {
      mkdirSync(join(folder, 'checkpoints/deep'), { recursive: true });
      for (const name of ['z.ckpt', 'deep/x.safetensors', 'readme.md'])
        writeFileSync(join(folder, 'checkpoints', name), '');
    }
    assert.deepEqual(
      [...(await singleFiles([a, b, join(a, 'none')]))],
      [
        ['deep/x.safetensors', join(a, 'checkpoints/deep/x.safetensors')],
        ['z.ckpt', join(a, 'checkpoints/z.ckpt')],
      ],
    );
  });
});
