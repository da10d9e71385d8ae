import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { withoutTexts, withText } from '../../../ui/src/model/png-chunks.ts';
import { pngTexts } from '../../../ui/src/model/png-text.ts';
import { pngWith } from '../../support/png.ts';

describe('a PNG without its texts', () => {
  it('has the chunks of the picture alone', () => {
    const plain = Uint8Array.from(pngWith([]));
    const told = Uint8Array.from(pngWith([['tEXt', 'workflow\0{"nodes":[]}']]));
    assert.notEqual(told.length, plain.length);
    assert.deepEqual(withoutTexts(told), plain);
    assert.deepEqual(withoutTexts(plain), plain);
  });

  it('is left as it is when it is no PNG, or a broken one', () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff);
    assert.equal(withoutTexts(jpeg), jpeg);
    const broken = Uint8Array.from(pngWith([])).slice(0, -6);
    broken[8] = 0x7f;
    assert.equal(withoutTexts(broken), broken);
  });
});

describe('a PNG with a text', () => {
  it('holds it, other letters escaped as JSON has them, and is whole', async () => {
    const picture = { create: { width: 3, height: 2, channels: 3, background: 'red' } } as const;
    const plain = Uint8Array.from(await sharp(picture).png().toBuffer());
    const told = withText(plain, 'workflow', '{"title":"λ 😀 a"}');
    assert.equal(pngTexts(told).get('workflow'), '{"title":"\\u03bb \\ud83d\\ude00 a"}');
    assert.deepEqual(withoutTexts(told), plain);
    const { width, height } = await sharp(told, { failOn: 'warning' }).metadata();
    assert.deepEqual([width, height], [3, 2]);
    // behind signature and header: length, type and text, check sum
    const view = new DataView(told.buffer, told.byteOffset + 33);
    const body = told.subarray(33 + 4, 33 + 8 + view.getUint32(0));
    assert.equal(view.getUint32(4 + body.length), crc32(body));
    await assert.doesNotReject(sharp(told, { failOn: 'warning' }).raw().toBuffer());
  });
});
