import assert from 'node:assert/strict';
import { savePictures } from '../../../nodes/image/save-pictures.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

const PLACE = { kind: 'output', prefix: 'a' } as const;

describe('savePictures', () => {
  it('writes the pictures in their order', async () => {
    const context = nodeContext();
    await savePictures(tensor([0, 0, 0, 1, 1, 1], [2, 1, 1, 3]), PLACE, context);
    const values = await Promise.all(
      context.saved.map(async ({ bytes }) => (await decodePicture(bytes, 'a.png')).image.data[0]),
    );
    assert.deepEqual(values, [0, 1]);
  });

  it('stops between pictures when the run is stopped', async () => {
    const context = nodeContext(undefined, { signal: AbortSignal.abort() });
    await assert.rejects(savePictures(filled([2, 8, 8, 3], 1), PLACE, context), { name: 'AbortError' });
    assert.equal(context.saved.length, 0);
  });
});
