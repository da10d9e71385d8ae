import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  missingPicture,
  pictureHash,
  pictureNames,
  readPicture,
} from '../../../nodes/image/picture-files.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('picture files', () => {
  const data = temporaryFolder();
  const folders = nodeFolders(data);
  before(() => {
    mkdirSync(folders.input);
    writeFileSync(join(data, 'secret.png'), pngWith());
    for (const name of ['b.PNG', 'a.webp', 'c.gif']) writeFileSync(join(folders.input, name), pngWith());
    symlinkSync(join(data, 'secret.png'), join(folders.input, 'link.png'));
  });

  it('are listed sorted, by the endings that are read', async () => {
    assert.deepEqual(await pictureNames(folders), ['a.webp', 'b.PNG']);
    assert.deepEqual(await pictureNames(nodeFolders(join(data, 'absent'))), []);
  });

  it('are not read through a link that leads out', async () => {
    await assert.rejects(
      readPicture('link.png', folders),
      /^Error: link\.png: expected a file inside the input folder/,
    );
  });

  it('have no hash and no fault before they are named', async () => {
    assert.equal(await pictureHash(undefined, folders), '');
    assert.equal(await missingPicture(undefined, folders), undefined);
  });

  it('cannot be the folder itself', async () => {
    await assert.rejects(readPicture('.', folders), /leads out/);
  });
});
