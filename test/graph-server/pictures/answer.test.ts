import assert from 'node:assert/strict';
import sharp from 'sharp';
import { answerPicture } from '../../../graph-server/pictures/answer.ts';
import { pngWith } from '../../support/png.ts';

describe('answerPicture', () => {
  const bytes = pngWith();
  const formatOf = async (picture: Uint8Array) => (await sharp(picture).metadata()).format;

  it('encodes previews', async () => {
    assert.equal(
      await formatOf(await answerPicture({ kind: 'preview', bytes, format: 'webp', quality: 50 })),
      'webp',
    );
    assert.equal(
      await formatOf(await answerPicture({ kind: 'preview', bytes, format: 'jpeg', quality: 50 })),
      'jpeg',
    );
  });

  it('makes previews upright and no larger than asked, and enlarges none', async () => {
    const held = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const sizeOf = async (side?: number) => {
      const request = { kind: 'preview', bytes: held, format: 'webp', quality: 50, side } as const;
      const { width, height } = await sharp(await answerPicture(request)).metadata();
      return [width, height];
    };
    assert.deepEqual(await sizeOf(), [20, 40]);
    assert.deepEqual(await sizeOf(10), [5, 10]);
    assert.deepEqual(await sizeOf(100), [20, 40]);
  });

  it('separates colours and alpha', async () => {
    const picture = await sharp({
      create: { width: 1, height: 1, channels: 4, background: { r: 9, g: 8, b: 7, alpha: 0.4 } },
    })
      .png()
      .toBuffer();
    const pixels = async (channel: 'rgb' | 'a') => [
      ...(await sharp(await answerPicture({ kind: 'channel', bytes: picture, channel }))
        .raw()
        .toBuffer()),
    ];
    assert.deepEqual(await pixels('rgb'), [9, 8, 7]);
    assert.deepEqual(await pixels('a'), [0, 0, 0, 102]);
  });

  it('refuses pictures that are cut off and formats beyond PNG, JPEG and WebP', async () => {
    await assert.rejects(answerPicture({ kind: 'check', bytes: bytes.subarray(0, bytes.length - 20) }));
    await assert.rejects(
      answerPicture({ kind: 'check', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }),
    );
    await assert.rejects(answerPicture({ kind: 'check', bytes: new Uint8Array() }));
    assert.equal((await answerPicture({ kind: 'check', bytes })).length, 0);
  });
});
