import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { foldersOf, prepareFolders } from '../../../graph-server/files/folders.ts';
import { storeUpload } from '../../../graph-server/files/intake.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('storeUpload', () => {
  const folders = foldersOf(temporaryFolder());
  const to = { type: 'input', subfolder: '', overwrite: false } as const;

  it('keeps equal contents once and counts others up', async () => {
    await prepareFolders(folders);
    const store = async (text: string) => (await storeUpload(folders, 'a.b.png', Buffer.from(text), to)).name;
    assert.equal(await store('one'), 'a.b.png');
    assert.equal(await store('two'), 'a.b (1).png');
    assert.equal(await store('one'), 'a.b.png');
    assert.equal(await store('two'), 'a.b (1).png');
    assert.deepEqual(readdirSync(folders.input).sort(), ['a.b (1).png', 'a.b.png']);
  });

  it('loses none of many at once', async () => {
    const names = await Promise.all(
      Array.from({ length: 6 }, (_, index) => storeUpload(folders, 'm.png', Buffer.from(String(index)), to)),
    );
    assert.equal(new Set(names.map(({ name }) => name)).size, 6);
  });
});
