import assert from 'node:assert/strict';
import { PreviewImage } from '../../../nodes/image/preview-image.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('PreviewImage', () => {
  it('writes into the folder that is emptied', async () => {
    const context = nodeContext();
    const out = await PreviewImage.run({ images: filled([1, 8, 8, 3], 1) }, context);
    assert.deepEqual(out, { ui: { images: [{ filename: 'preview_1.png', subfolder: '', type: 'temp' }] } });
    assert.equal(context.saved[0]?.kind, 'temp');
    assert.equal(PreviewImage.isOutput, true);
  });
});
