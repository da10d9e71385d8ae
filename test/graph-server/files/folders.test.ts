import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  annotatedName,
  fileReference,
  foldersOf,
  isFileRoot,
  prepareFolders,
} from '../../../graph-server/files/folders.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('folders', () => {
  const folder = temporaryFolder();

  it('makes what is missing and empties temp only', async () => {
    const folders = foldersOf(folder);
    for (const name of ['temp', 'input']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'x'), '');
    }
    await prepareFolders(folders);
    assert.deepEqual([readdirSync(folders.temp), readdirSync(folders.input)], [[], ['x']]);
    for (const path of [folders.output, folders.user, folders.models, folders.state])
      assert.ok(existsSync(path), path);
  });

  it('reads annotated names', () => {
    assert.deepEqual(annotatedName('a b.png [input]'), { filename: 'a b.png', type: 'input' });
    assert.deepEqual(annotatedName('a.png[temp]'), { filename: 'a.png', type: 'temp' });
    assert.deepEqual(annotatedName('a [models].png'), { filename: 'a [models].png' });
    assert.ok(isFileRoot('output') && !isFileRoot('state'));
  });

  it('reads references, to the output where no folder is told', () => {
    assert.deepEqual(fileReference({ filename: 'a.png', more: 1 }), {
      filename: 'a.png',
      subfolder: '',
      type: 'output',
    });
    for (const wrong of [
      {},
      { filename: 1 },
      { filename: 'a', subfolder: 2 },
      { filename: 'a', type: 'state' },
    ])
      assert.equal(fileReference(wrong), undefined);
  });
});
