import assert from 'node:assert/strict';
import sharp from 'sharp';
import { encodeJpeg, encodePng } from '../../../method/image/encode.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { filled, tensor, zeros } from '../../../method/tensor/tensor.ts';
import { pngTexts } from '../../../ui/src/model/png-text.ts';

describe('encodePng', () => {
  it('takes the whole part of 255·x', async () => {
    const picture = tensor([0.5, 0.1, 0.3, 2 / 3, -1, 2], [1, 1, 2, 3]);
    const pixels = await sharp(await encodePng(picture))
      .raw()
      .toBuffer();
    assert.deepEqual([...pixels], [127, 25, 76, 170, 0, 255]);
  });

  it('gives every 8-bit picture back as it was', async () => {
    const picture = tensor(
      Float32Array.from({ length: 768 }, (_, i) => Math.floor(i / 3) / 255),
      [1, 16, 16, 3],
    );
    assert.deepEqual((await decodePicture(await encodePng(picture), 'a.png')).image, picture);
  });

  it('carries texts as ASCII JSON', async () => {
    const texts = { prompt: '{"1":{}}', workflow: JSON.stringify({ title: 'Möwe 🐦' }) };
    const png = await encodePng(zeros([1, 4, 4, 3]), texts);
    const found = pngTexts(png);
    assert.equal(found.get('prompt'), texts.prompt);
    assert.match(found.get('workflow') ?? '', /^[ -~]+$/);
    assert.deepEqual(JSON.parse(found.get('workflow') ?? ''), { title: 'Möwe 🐦' });
    assert.ok((await sharp(png, { failOn: 'warning' }).stats()).isOpaque, 'the file is whole');
  });

  it('refuses what is not one picture', async () => {
    await assert.rejects(encodePng(zeros([2, 4, 4, 3])), {
      message: 'picture: expected dims [1, H, W, 3], got [2, 4, 4, 3]',
    });
  });
});

describe('encodeJpeg', () => {
  it('shrinks to the longest side and never enlarges', async () => {
    for (const [longest, width] of [
      [20, 20],
      [100, 60],
    ] as const) {
      const { format, ...size } = await sharp(
        await encodeJpeg(filled([1, 30, 60, 3], 0.5), longest),
      ).metadata();
      assert.equal(format, 'jpeg');
      assert.equal(size.width, width);
    }
  });
});
