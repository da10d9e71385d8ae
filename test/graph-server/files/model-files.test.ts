import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, modelFiles, modelFolders } from '../../../graph-server/files/model-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('model files', () => {
  const models = temporaryFolder();

  it("are listed by folder, the user's own folders too", async () => {
    mkdirSync(join(models, 'mine', 'deep'), { recursive: true });
    writeFileSync(join(models, 'mine', 'deep', 'x.SAFETENSORS'), '');
    writeFileSync(join(models, 'mine', 'x.json'), '');
    assert.ok((await modelFolders(models)).includes('mine'));
    assert.deepEqual(await modelFiles(models, 'mine'), ['deep/x.SAFETENSORS']);
    assert.deepEqual(await modelFiles(models, 'vae'), []);
    assert.equal(await modelFiles(models, '..'), undefined);
    assert.deepEqual(await filesBelow(join(models, 'none')), []);
  });
});
