import assert from 'node:assert/strict';
import { exifOf, exifTexts } from '../../../ui/src/model/exif-text.ts';
import { exifWith, jpegWith, webpWith } from '../../support/exif.ts';

const TEXTS = [
  [0x010f, 'workflow:{"a":"ü"}'],
  [0x0110, 'prompt:{}'],
] as const;

describe('exifTexts', () => {
  it('reads the texts of WebP and JPEG in both orders of bytes', () => {
    for (const order of ['II', 'MM'] as const) {
      const exif = exifWith(TEXTS, order);
      const prefixed = Buffer.concat([Buffer.from('Exif\0\0'), exif]);
      for (const picture of [webpWith(exif), webpWith(prefixed), jpegWith(exif)])
        assert.deepEqual(exifTexts(exifOf(picture) ?? new Uint8Array()), ['workflow:{"a":"ü"}', 'prompt:{}']);
    }
  });

  it('reads the comment of a user in 8 and 16 bits', () => {
    const comments = [
      Buffer.from('ASCII\0\0\0{"a":1}'),
      Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from('{"a":1}', 'utf16le')]),
      Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from('{"a":1}', 'utf16le').swap16()]),
    ];
    for (const comment of comments) assert.deepEqual(exifTexts(exifWith([[0x9286, comment]])), ['{"a":1}']);
  });

  it('ends at whatever is cut off or points outside', () => {
    for (const picture of [webpWith(exifWith(TEXTS)), jpegWith(exifWith(TEXTS))]) {
      for (let length = 0; length < picture.length; length += 1)
        exifTexts(exifOf(picture.subarray(0, length)) ?? new Uint8Array());
    }
    const outside = Buffer.from(exifWith(TEXTS));
    outside.writeUInt32LE(0xffffffff, 18);
    assert.deepEqual(exifTexts(outside), ['prompt:{}']);
    outside.writeUInt32LE(0xfffffff0, 4);
    assert.deepEqual(exifTexts(outside), []);
    assert.equal(exifOf(Buffer.from('no picture at all')), undefined);
  });
});
