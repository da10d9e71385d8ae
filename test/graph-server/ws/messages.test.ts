import assert from 'node:assert/strict';
import { executingMessage, previewFrame, statusMessage } from '../../../graph-server/ws/messages.ts';

describe('messages', () => {
  it('name the session only when asked to', () => {
    assert.deepEqual(statusMessage(2), {
      type: 'status',
      data: { status: { exec_info: { queue_remaining: 2 } } },
    });
    assert.deepEqual(statusMessage(0, 's').data, { status: { exec_info: { queue_remaining: 0 } }, sid: 's' });
  });

  it('mark the end of a job by a null node', () => {
    assert.deepEqual(executingMessage('p', null).data, { node: null, prompt_id: 'p' });
    assert.deepEqual(executingMessage('p', '3').data, { node: '3', display_node: '3', prompt_id: 'p' });
  });

  it('put a preview after eight bytes for plain clients', () => {
    const preview = { bytes: Uint8Array.of(9, 8), mime: 'image/jpeg', promptId: 'p', nodeId: '3' };
    assert.deepEqual([...previewFrame(preview, false)], [0, 0, 0, 1, 0, 0, 0, 1, 9, 8]);
    assert.equal(previewFrame({ ...preview, mime: 'image/png' }, false)[7], 2);
  });

  it('put a preview after its node for clients that asked for it', () => {
    const frame = previewFrame(
      { bytes: Uint8Array.of(9, 8), mime: 'image/jpeg', promptId: 'p', nodeId: '3' },
      true,
    );
    const length = frame.readUInt32BE(4);
    assert.equal(frame.readUInt32BE(0), 4);
    const { node_id, prompt_id, image_type } = JSON.parse(frame.toString('utf8', 8, 8 + length)) as Record<
      string,
      string
    >;
    assert.deepEqual([node_id, prompt_id, image_type], ['3', 'p', 'image/jpeg']);
    assert.deepEqual([...frame.subarray(8 + length)], [9, 8]);
  });
});
