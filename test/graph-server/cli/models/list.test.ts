import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { list } from '../../../../graph-server/cli/models/list.ts';
import { captured } from '../../../support/captured.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('models list', () => {
  const folder = temporaryFolder();

  before(() => {
    for (const path of ['mine', 'checkpoints/old']) mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'mine/bundle.json'), '{"description":"my own"}');
    writeFileSync(join(folder, 'checkpoints/old/sd.ckpt'), Buffer.alloc(2_500));
    writeFileSync(join(folder, 'checkpoints/notes.txt'), 'no weights');
    symlinkSync('nowhere', join(folder, 'checkpoints/lost.pt'));
  });

  it('gives bundles with what they say of themselves, and single files with their size', async () => {
    const { result, out } = await captured(() => list([folder, join(folder, 'none')]));
    assert.equal(result, 0);
    assert.deepEqual(out.split('\n'), [
      `${'mine'.padEnd(24)} ${join(folder, 'mine/bundle.json')}  my own`,
      `${'lost.pt'.padEnd(24)} ${join(folder, 'checkpoints/lost.pt')}  (not readable)`,
      `${'old/sd.ckpt'.padEnd(24)} ${join(folder, 'checkpoints/old/sd.ckpt')}  A single file, 2.5 kB.`,
    ]);
  });
});
