import assert from 'node:assert/strict';
import { tensor } from '../../../method/tensor/tensor.ts';
import { ImageToMask } from '../../../nodes/image/image-to-mask.ts';
import { MaskToImage } from '../../../nodes/image/mask-to-image.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('MaskToImage', () => {
  it('shows each value as grey, and ImageToMask gives the mask back', async () => {
    const mask = tensor([0, 0.25, 1, 0.5], [2, 1, 2]);
    const { IMAGE } = await MaskToImage.run({ mask }, nodeContext());
    assert.deepEqual(IMAGE, tensor([0, 0, 0, 0.25, 0.25, 0.25, 1, 1, 1, 0.5, 0.5, 0.5], [2, 1, 2, 3]));
    assert.deepEqual(await ImageToMask.run({ image: IMAGE, channel: 'blue' }, nodeContext()), { MASK: mask });
  });
});
