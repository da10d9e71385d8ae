import assert from 'node:assert/strict';
import { readFrame } from '../../../graph-server/client/frames.ts';
import { previewOf } from '../../../graph-server/client/preview.ts';
import { previewFrame } from '../../../graph-server/ws/messages.ts';

describe('previewOf', () => {
  const preview = { bytes: Uint8Array.of(1, 2), mime: 'image/png', promptId: 'p', nodeId: '3' };
  const read = (withMetadata: boolean) =>
    previewOf(readFrame(previewFrame(preview, withMetadata)) ?? assert.fail('no frame'));

  it('reads the frame that the server writes', () => {
    const found = read(true);
    assert.deepEqual([found?.promptId, found?.nodeId, found?.mime], ['p', '3', 'image/png']);
    assert.deepEqual([...(found?.bytes ?? [])], [1, 2]);
  });

  it('says nothing of other frames', () => {
    assert.equal(read(false), undefined);
    assert.equal(previewOf({ kind: 4, stream: 9, bytes: Uint8Array.of(1) }), undefined);
    assert.equal(previewOf({ kind: 4, stream: 1, bytes: Uint8Array.of(0x7b) }), undefined);
  });
});
