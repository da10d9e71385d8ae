import assert from 'node:assert/strict';
import { ImageCropToMask } from '../../../nodes/image/image-crop-to-mask.ts';
import { mapped, zeros } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

const IMAGE = mapped(zeros([1, 8, 8, 3]), (_, i) => i / 192);
const settings = { image: IMAGE, padding: 0, border: 'edge' };

describe('ImageCropToMask', () => {
  it('cuts picture and mask to the square about the subject', async () => {
    const mask = zeros([1, 8, 8]);
    for (const i of [2 * 8 + 3, 5 * 8 + 4]) mask.data[i] = 1; // rows 2 to 5, columns 3 and 4
    const out = (await ImageCropToMask.run({ ...settings, mask }, nodeContext())) as unknown as {
      IMAGE: typeof IMAGE;
      MASK: typeof mask;
    };
    assert.deepEqual(out.IMAGE.dims, [1, 4, 4, 3]);
    assert.equal(out.IMAGE.data[0], IMAGE.data[(2 * 8 + 2) * 3]);
    assert.deepEqual([...out.MASK.data], [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
  });

  it('refuses an empty mask and one of another size', () => {
    assert.throws(() => ImageCropToMask.run({ ...settings, mask: zeros([1, 8, 8]) }, nodeContext()), {
      message: 'mask: expected a subject, got an empty mask',
    });
    assert.throws(() => ImageCropToMask.run({ ...settings, mask: zeros([1, 8, 9]) }, nodeContext()), {
      message: 'mask: expected 8×8 pixels as its picture, got 9×8',
    });
  });
});
