import assert from 'node:assert/strict';
import { FRAME, framesOf, MAX_FRAME, readFrame } from '../../../graph-server/client/frames.ts';

describe('frames', () => {
  it('cut bytes into parts of at most 1 MiB, which join to the same bytes', () => {
    const bytes = Uint8Array.from({ length: 2 * MAX_FRAME + 5 }, (_, index) => index % 251);
    const frames = [...framesOf(FRAME.upload, 7, bytes)];
    assert.deepEqual(
      frames.map(({ length }) => length),
      [MAX_FRAME, MAX_FRAME, 5 + 3 * 8],
    );
    const read = frames.map((frame) => readFrame(frame) ?? assert.fail('no frame'));
    assert.deepEqual(
      read.map(({ kind, stream }) => [kind, stream]),
      [
        [16, 7],
        [16, 7],
        [16, 7],
      ],
    );
    assert.deepEqual(Buffer.concat(read.map((frame) => frame.bytes)), Buffer.from(bytes));
  });

  it('have a head of eight bytes, big-endian', () => {
    const [frame] = [...framesOf(FRAME.picture, 258, Uint8Array.of(9))];
    assert.deepEqual([...(frame ?? [])], [0, 0, 0, 17, 0, 0, 1, 2, 9]);
    assert.equal(readFrame(Uint8Array.of(1, 2, 3)), undefined);
  });
});
