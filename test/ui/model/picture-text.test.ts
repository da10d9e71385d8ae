import assert from 'node:assert/strict';
import { graphTexts, isPictureBytes } from '../../../ui/src/model/picture-text.ts';
import { exifWith, jpegWith, webpWith } from '../../support/exif.ts';
import { pngWith } from '../../support/png.ts';

describe('graphTexts', () => {
  it('gives the workflow before the prompt, whatever their order in the file', () => {
    const exif = exifWith([
      [0x010e, 'Workflow: {"w":1}'],
      [0x0110, 'prompt:{"p":"a:b"}'],
      [0x0131, 'made by a camera'],
    ]);
    const png = pngWith([
      ['tEXt', 'prompt\0{"p":"a:b"}'],
      ['tEXt', 'workflow\0{"w":1}'],
    ]);
    for (const picture of [png, webpWith(exif), jpegWith(exif)])
      assert.deepEqual(graphTexts(picture), ['{"w":1}', '{"p":"a:b"}']);
  });

  it('takes a comment that is JSON for a graph', () => {
    const comment = exifWith([[0x9286, Buffer.from('ASCII\0\0\0{"nodes":[]}')]]);
    assert.deepEqual(graphTexts(jpegWith(comment)), ['{"nodes":[]}']);
  });

  it('gives none for a picture without one', () => {
    assert.deepEqual(graphTexts(pngWith()), []);
    assert.deepEqual(graphTexts(jpegWith(exifWith([[0x010f, 'Canon']]))), []);
    assert.deepEqual(graphTexts(Uint8Array.of(0xff, 0xd8, 0xff)), []);
  });
});

describe('isPictureBytes', () => {
  it('knows PNG, JPEG and WebP by their first bytes', () => {
    for (const picture of [pngWith(), jpegWith(exifWith([])), webpWith(exifWith([]))])
      assert.ok(isPictureBytes(picture));
    for (const text of ['{}', 'RIFF', '']) assert.ok(!isPictureBytes(Buffer.from(text)));
  });
});
