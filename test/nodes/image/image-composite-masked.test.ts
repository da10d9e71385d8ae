import assert from 'node:assert/strict';
import { filled, tensor, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { ImageCompositeMasked } from '../../../nodes/image/image-composite-masked.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('ImageCompositeMasked', () => {
  const laid = async (changes: Record<string, unknown> = {}): Promise<number[]> => {
    const inputs = {
      destination: zeros([1, 2, 3, 3]),
      source: filled([1, 1, 2, 3], 1),
      x: 1,
      y: 0,
      resize_source: false,
      mask: undefined,
      ...changes,
    };
    const { data } = (await ImageCompositeMasked.run(inputs, nodeContext()))['IMAGE'] as Tensor;
    return [...data].filter((_, i) => i % 3 === 0);
  };

  it('lays the source at its place, where the mask is white', async () => {
    assert.deepEqual(await laid(), [0, 1, 1, 0, 0, 0]);
    assert.deepEqual(await laid({ mask: tensor([0, 1], [1, 1, 2]) }), [0, 0, 1, 0, 0, 0]);
  });

  it('brings the source to the size of the destination when it is asked to', async () => {
    assert.deepEqual(await laid({ x: 0, resize_source: true }), [1, 1, 1, 1, 1, 1]);
  });
});
