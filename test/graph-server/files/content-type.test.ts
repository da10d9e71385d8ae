import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureType, servedType } from '../../../graph-server/files/content-type.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('content-type', () => {
  const folder = temporaryFolder();

  it('goes by the first bytes', () => {
    assert.equal(pictureType(pngWith()), 'image/png');
    assert.equal(pictureType(bytes('\xff\xd8\xff\xe0')), 'image/jpeg');
    assert.equal(pictureType(bytes('RIFF....WEBPVP8 ')), 'image/webp');
    for (const other of ['', 'RIFF....WAVE', '<svg xmlns=', '\x89PNG', 'GIF89a'])
      assert.equal(pictureType(bytes(other)), undefined, other);
  });

  it('serves nothing as a page, whatever its name', async () => {
    const path = join(folder, 'page.html');
    writeFileSync(path, '<script>');
    assert.equal(await servedType(path), 'application/octet-stream');
    writeFileSync(path, 'GIF89a');
    assert.equal(await servedType(path), 'image/gif');
    writeFileSync(path, '');
    assert.equal(await servedType(path), 'application/octet-stream');
  });
});
