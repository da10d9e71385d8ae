import assert from 'node:assert/strict';
import { FRAME, framesOf } from '../../../graph-server/client/frames.ts';
import { SocketUploads } from '../../../graph-server/ws/socket-uploads.ts';
import { foldersOf } from '../../../graph-server/files/folders.ts';
import { PictureProcess } from '../../../graph-server/pictures/picture-process.ts';

describe('SocketUploads', () => {
  const uploads = new SocketUploads({ folders: foldersOf('nowhere'), pictures: new PictureProcess() }, 100);

  it('refuses an announcement that is incomplete, too long or taken', () => {
    const faults: [object, RegExp][] = [
      [{ stream: -1, name: 'a', size: 1 }, /^stream: expected a free number, got -1/],
      [{ stream: 1, size: 1 }, /^name: expected the name of a file, got none/],
      [{ stream: 1, name: 'a', size: 0 }, /^size: expected a number of bytes, got 0/],
      [{ stream: 1, name: 'a', size: 101 }, /^size: expected at most 100 bytes at once, got 101/],
    ];
    for (const [data, sentence] of faults)
      assert.throws(() => uploads.open({ ...data }), { message: sentence });
    uploads.open({ stream: 1, name: 'a', size: 60 });
    assert.throws(() => uploads.open({ stream: 1, name: 'a', size: 1 }), /free number/);
    assert.throws(
      () => uploads.open({ stream: 2, name: 'b', size: 60 }),
      /at most 100 bytes at once, got 120/,
    );
  });

  it('waits for the last frame, and refuses bytes that are no picture', async () => {
    const [frame] = [...framesOf(FRAME.upload, 1, new Uint8Array(30))];
    assert.equal(uploads.take(frame ?? new Uint8Array()), undefined);
    const end = await uploads.take(frame ?? new Uint8Array());
    assert.ok(end && 'error' in end);
    assert.match(String(end.error), /a: expected a PNG, JPEG or WebP picture, got other bytes/);
    assert.equal(uploads.take(frame ?? new Uint8Array()), undefined);
  });
});
