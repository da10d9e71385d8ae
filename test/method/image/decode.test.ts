import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { decodePicture } from '../../../method/image/decode.ts';
import { pngWith } from '../../support/png.ts';

/** Red left, green right; 40×24 so that every format has something to lose. */
const picture = (): Sharp => {
  const bytes = Buffer.from(
    Array.from({ length: 40 * 24 }, (_, i) => (i % 40 < 20 ? [255, 0, 0] : [0, 255, 0])).flat(),
  );
  return sharp(bytes, { raw: { width: 40, height: 24, channels: 3 } });
};

describe('decodePicture', () => {
  it('reads a PNG exactly', async () => {
    const { image, alpha } = await decodePicture(pngWith(), 'red.png');
    assert.deepEqual(image.dims, [1, 2, 2, 3]);
    assert.deepEqual([...image.data], [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
    assert.equal(alpha, undefined);
  });

  it('reads JPEG and WebP', async () => {
    for (const bytes of [await picture().jpeg().toBuffer(), await picture().webp().toBuffer()]) {
      const { image } = await decodePicture(bytes, 'photo');
      assert.deepEqual(image.dims, [1, 24, 40, 3]);
      assert.ok((image.data[0] ?? 0) > 0.9 && (image.data[39 * 3 + 1] ?? 0) > 0.9);
    }
  });

  it('gives opacity apart and keeps the colours under it', async () => {
    const bytes = Buffer.from([10, 20, 30, 0, 40, 50, 60, 255]);
    const png = await sharp(bytes, { raw: { width: 2, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const { image, alpha } = await decodePicture(png, 'a.png');
    assert.deepEqual(
      [...image.data].map((v) => Math.round(v * 255)),
      [10, 20, 30, 40, 50, 60],
    );
    assert.deepEqual(alpha, { dims: [1, 1, 2], data: Float32Array.of(0, 1) });
  });

  it('makes three channels of grey, of a palette and of 16 bits', async () => {
    const grey = await picture().greyscale().png().toBuffer();
    const palette = await picture().png({ palette: true }).toBuffer();
    const deep = await picture().toColourspace('rgb16').png().toBuffer();
    for (const bytes of [grey, palette, deep]) {
      const { image, alpha } = await decodePicture(bytes, 'a.png');
      assert.deepEqual(image.dims, [1, 24, 40, 3]);
      assert.ok(image.data.every((v) => v >= 0 && v <= 1));
      assert.equal(alpha, undefined);
    }
    const { image } = await decodePicture(deep, 'a.png');
    assert.deepEqual([...image.data.slice(0, 3)], [1, 0, 0]);
  });

  it('turns a photo upright', async () => {
    const { image } = await decodePicture(
      await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      'a.jpg',
    );
    assert.deepEqual(image.dims, [1, 40, 24, 3]);
    const [top, bottom] = [image.data[0] ?? 0, image.data[39 * 24 * 3] ?? 0];
    assert.ok(top > 0.9 && bottom < 0.1, 'red is above');
  });

  for (const [bytes, got] of [
    ['', 'an empty file'],
    ['hello there, this is no picture', 'a text'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'an SVG or HTML text'],
    ['GIF89a', 'a GIF'],
    ['\x01\x02\x03\x04', 'a file that begins with 01020304'],
  ] as const)
    it(`refuses ${got}`, async () => {
      await assert.rejects(decodePicture(Buffer.from(bytes, 'latin1'), 'photo.jpg'), {
        message: `photo.jpg: expected a PNG, JPEG or WebP picture, got ${got}`,
      });
    });

  it('refuses a picture that is cut off', async () => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
    const whole = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
    for (const bytes of [
      await whole.jpeg().toBuffer(),
      await whole.png().toBuffer(),
      await whole.webp().toBuffer(),
    ])
      for (const share of [0.02, 0.5, 0.95])
        await assert.rejects(
          decodePicture(bytes.subarray(0, Math.max(16, bytes.length * share)), 'photo.jpg'),
          {
            message:
              /^photo\.jpg: expected a PNG, JPEG or WebP picture, got a damaged or truncated (PNG|JPEG|WebP) \(/,
          },
        );
  });

  it('refuses a picture of too many pixels before it decodes it', async () => {
    const header = Buffer.from(pngWith());
    header.writeUInt32BE(20_000, 16);
    header.writeUInt32BE(20_000, 20);
    header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
    await assert.rejects(decodePicture(header, 'wide.png'), {
      message: 'wide.png: expected at most 64 megapixels, got 20000×20000 pixels',
    });
  });
});
