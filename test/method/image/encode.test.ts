import assert from 'node:assert/strict';
import sharp from 'sharp';
import { encodeJpeg, encodeJpegWithTexts, encodePng, encodeWebp } from '../../../method/image/encode.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { filled, tensor, zeros } from '../../../method/tensor/tensor.ts';
import { exifOf, exifTexts } from '../../../ui/src/model/exif-text.ts';
import { graphTexts } from '../../../ui/src/model/picture-text.ts';
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

describe('encodeWebp', () => {
  it('gives every 8-bit picture back as it was', async () => {
    const picture = tensor(
      Float32Array.from({ length: 768 }, (_, i) => (i % 256) / 255),
      [1, 16, 16, 3],
    );
    const webp = await encodeWebp(picture, { prompt: '{}' });
    assert.deepEqual((await decodePicture(webp, 'a.webp')).image, picture);
  });

  it('carries texts where ComfyUI has them, the prompt last, as ASCII JSON', async () => {
    const workflow = JSON.stringify({ title: 'Möwe 🐦'.repeat(900) });
    const webp = await encodeWebp(zeros([1, 4, 4, 3]), { prompt: '{"1":{}}', workflow, note: '"n"' });
    const texts = exifTexts(exifOf(webp) ?? assert.fail()).filter((text) => /^\w+:/.test(text));
    assert.deepEqual(
      texts.map((text) => text.slice(0, 9)),
      ['note:"n"', 'workflow:', 'prompt:{"'],
    );
    const [found = '', prompt] = graphTexts(webp);
    assert.deepEqual([JSON.parse(found), prompt], [JSON.parse(workflow), '{"1":{}}']);
  });
});

describe('encodeJpegWithTexts', () => {
  it('carries texts as a WebP does, as far as they have room', async () => {
    const picture = filled([1, 8, 8, 3], 0.5);
    const texts = { prompt: '{"1":{}}', workflow: '{"nodes":[]}' };
    assert.deepEqual(graphTexts(await encodeJpegWithTexts(picture, texts)), [texts.workflow, texts.prompt]);
    const long = { ...texts, workflow: JSON.stringify({ note: 'x'.repeat(70_000) }) };
    const jpeg = await encodeJpegWithTexts(picture, long);
    assert.deepEqual(graphTexts(jpeg), [texts.prompt]);
    assert.equal((await sharp(jpeg, { failOn: 'warning' }).metadata()).width, 8);
    const full = { prompt: '{"1":{}}', workflow: JSON.stringify({ note: 'x'.repeat(64_900) }) };
    assert.equal(graphTexts(await encodeJpegWithTexts(picture, full)).length, 2);
  });
});
