import assert from 'node:assert/strict';
import { previewFrame } from '../../../graph-server/ws/messages.ts';
import { messageOf, outputOf, previewOf } from '../../../ui/src/net/message.ts';
import { parseJson } from '../../../ui/src/model/json.ts';

const message = (type: string, data: object) => messageOf(parseJson(JSON.stringify({ type, data }), 'test'));

describe('messages of the socket', () => {
  it('say what happens to a run', () => {
    assert.deepEqual(message('status', { status: { exec_info: { queue_remaining: 2 } } }), {
      kind: 'queue',
      remaining: 2,
    });
    assert.deepEqual(message('executing', { node: null, prompt_id: 'p' }), { kind: 'end', prompt: 'p' });
    assert.deepEqual(message('executing', { node: '4' }), {
      kind: 'executing',
      prompt: undefined,
      node: '4',
    });
    assert.deepEqual(message('progress', { node: '4', value: 1, max: 9, prompt_id: 'p' }), {
      kind: 'progress',
      prompt: 'p',
      nodes: [{ node: '4', value: 1, max: 9, isFinished: false }],
    });
    assert.deepEqual(
      message('execution_error', { prompt_id: 'p', node_id: '4', exception_message: 'broken\n' }),
      { kind: 'failed', prompt: 'p', node: '4', sentence: 'broken' },
    );
    assert.equal(message('logs', {}), undefined);
    assert.equal(messageOf(5), undefined);
  });

  it('read the pictures of an output and nothing that is none', () => {
    const output = outputOf({
      images: [{ filename: 'a.png' }, { filename: 5 }, 'b'],
      text: ['t', {}],
    });
    assert.deepEqual(output.images, [
      { filename: 'a.png', subfolder: '', type: 'output' },
      { filename: '5', subfolder: '', type: 'output' },
    ]);
    assert.deepEqual(output.texts, ['t']);
    assert.deepEqual(outputOf(null).images, []);
  });

  it('take a preview from the frame that the server sends', async () => {
    const bytes = Uint8Array.of(9, 8, 7);
    const frame = previewFrame({ bytes, mime: 'image/jpeg', promptId: 'p', nodeId: '4' }, true);
    const preview = previewOf(new Uint8Array(frame).buffer, (text) => parseJson(text, 'frame'));
    assert.ok(preview?.kind === 'preview');
    assert.equal(preview.node, '4');
    assert.deepEqual(new Uint8Array(await preview.picture.arrayBuffer()), bytes);
    const cut = new Uint8Array(frame.subarray(0, 12)).buffer;
    assert.equal(
      previewOf(cut, (text) => parseJson(text, 'frame')),
      undefined,
    );
  });
});
