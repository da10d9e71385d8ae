import assert from 'node:assert/strict';
import { IncomingPictures } from '../../../graph-server/client/incoming-pictures.ts';

describe('IncomingPictures', () => {
  const file = { filename: 'a.png', subfolder: '', type: 'output' };
  const frame = (stream: number, ...bytes: number[]) => ({ kind: 17, stream, bytes: Uint8Array.from(bytes) });

  it('joins the frames of each picture, also when they come mixed', () => {
    const pictures = new IncomingPictures();
    pictures.announce({ ...file, stream: 1, size: 3, prompt_id: 'p', node: '9' });
    pictures.announce({ ...file, filename: 'b.png', stream: 2, size: 1, prompt_id: 'p', node: '9' });
    pictures.take(frame(1, 1, 2));
    pictures.take(frame(2, 7));
    pictures.take(frame(1, 3));
    const found = pictures.of('p').map(({ filename, bytes }) => [filename, [...bytes]]);
    assert.deepEqual(found, [
      ['b.png', [7]],
      ['a.png', [1, 2, 3]],
    ]);
    assert.deepEqual(pictures.of('p'), []);
  });

  it('gives a file that was asked for, and takes no more bytes than announced', async () => {
    const pictures = new IncomingPictures();
    pictures.announce({ ...file, stream: 5, size: 2 });
    const whole = pictures.whole(5);
    pictures.take(frame(5, 1, 2, 3));
    pictures.take(frame(5, 8, 9));
    assert.deepEqual([...(await whole)], [8, 9]);
    await assert.rejects(pictures.whole(5), /expected an announced picture/);
  });

  it('ends the wait for a picture when the connection is lost', async () => {
    const pictures = new IncomingPictures();
    pictures.announce({ ...file, stream: 5, size: 2 });
    const whole = pictures.whole(5);
    pictures.clear(new Error('lost'));
    await assert.rejects(whole, /lost/);
  });
});
