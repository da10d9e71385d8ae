import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { LoadImageMask } from '../../../nodes/image/load-image-mask.ts';
import { tensor, zeros } from '../../../method/tensor/tensor.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('LoadImageMask', () => {
  const folders = nodeFolders(temporaryFolder());
  const mask = async (image: string, channel: string): Promise<unknown> =>
    LoadImageMask.run({ image, channel }, nodeContext(folders));

  before(async () => {
    mkdirSync(folders.input);
    writeFileSync(join(folders.input, 'red.png'), pngWith());
    const pixels = Buffer.from([255, 0, 51, 0, 0, 255, 102, 255]);
    const png = sharp(pixels, { raw: { width: 2, height: 1, channels: 4 } }).png();
    writeFileSync(join(folders.input, 'two.png'), await png.toBuffer());
  });

  it('reads a colour channel as it is, and alpha turned round', async () => {
    const dims = [1, 1, 2];
    assert.deepEqual(await mask('two.png', 'red'), { MASK: tensor([1, 0], dims) });
    assert.deepEqual(await mask('two.png', 'green'), { MASK: tensor([0, 1], dims) });
    assert.deepEqual(await mask('two.png', 'blue'), { MASK: tensor([0.2, 0.4], dims) });
    assert.deepEqual(await mask('two.png', 'alpha'), { MASK: tensor([1, 0], dims) });
  });

  it('is small and black for the alpha of a picture without one', async () => {
    assert.deepEqual(await mask('red.png', 'alpha'), { MASK: zeros([1, 64, 64]) });
  });

  it('follows the file in its fingerprint and refuses a missing one', async () => {
    assert.match((await LoadImageMask.fingerprint?.({ image: 'red.png' }, folders)) ?? '', /^[0-9a-f]{64}$/);
    assert.match(
      (await LoadImageMask.validate?.({ image: 'no.png' }, folders, {})) ?? '',
      /^no\.png: no such file/,
    );
  });
});
