import assert from 'node:assert/strict';
import { filled } from '../../../method/tensor/tensor.ts';
import { SaveImageWebsocket } from '../../../nodes/image/save-image-websocket.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('SaveImageWebsocket', () => {
  it('sends each picture of a batch as a PNG and writes none', async () => {
    const context = nodeContext();
    assert.deepEqual(await SaveImageWebsocket.run({ images: filled([2, 8, 8, 3], 1) }, context), {});
    assert.deepEqual(context.told, [
      [1, 2],
      [2, 2],
    ]);
    const marks = context.previews.map((bytes) => Buffer.from(bytes.subarray(1, 4)).toString());
    assert.deepEqual([marks, context.saved], [['PNG', 'PNG'], []]);
  });

  it('runs again each time, for what was sent once is gone', async () => {
    const print = async () => SaveImageWebsocket.fingerprint?.({}, nodeContext().folders);
    assert.notEqual(await print(), await print());
  });
});
