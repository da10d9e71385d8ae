import assert from 'node:assert/strict';
import { PictureError, PictureProcess } from '../../../graph-server/pictures/picture-process.ts';
import { pngWith } from '../../support/png.ts';

describe('PictureProcess', () => {
  const pictures = new PictureProcess();
  after(() => pictures.close());

  it('answers many questions at once', async () => {
    const asked = Array.from({ length: 5 }, () =>
      pictures.ask({ kind: 'preview', bytes: pngWith(), format: 'webp', quality: 80 }),
    );
    for (const picture of await Promise.all(asked))
      assert.equal(Buffer.from(picture).toString('latin1', 0, 4), 'RIFF');
  });

  it('says why a picture cannot be read', async () => {
    await assert.rejects(pictures.ask({ kind: 'check', bytes: Buffer.from('x') }), (error: unknown) => {
      return (
        error instanceof PictureError &&
        error.message.startsWith('picture: expected a whole PNG, JPEG or WebP, got ')
      );
    });
  });

  it('starts again after its process died', async () => {
    const lost = pictures.ask({ kind: 'check', bytes: pngWith() });
    lost.catch(() => undefined);
    await pictures.close();
    await assert.rejects(lost, PictureError);
    await pictures.ask({ kind: 'check', bytes: pngWith() });
  });
});
