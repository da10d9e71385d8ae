import assert from 'node:assert/strict';
import { ImageScale } from '../../../nodes/image/image-scale.ts';
import { filled, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { nodeContext } from '../../support/node-context.ts';

const scaled = async (image: Tensor, options: Record<string, unknown>): Promise<Tensor> => {
  const inputs = {
    image,
    upscale_method: 'nearest-exact',
    width: 2,
    height: 2,
    crop: 'disabled',
    ...options,
  };
  return ((await ImageScale.run(inputs, nodeContext())) as unknown as { IMAGE: Tensor }).IMAGE;
};

describe('ImageScale', () => {
  const picture = filled([2, 10, 40, 3], 0.5);

  it('gives the asked size, and keeps the ratio for a side of 0', async () => {
    for (const [width, height, dims] of [
      [8, 4, [2, 4, 8, 3]],
      [20, 0, [2, 5, 20, 3]],
      [0, 20, [2, 20, 80, 3]],
      [0, 0, [2, 10, 40, 3]],
    ] as const)
      for (const upscale_method of ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'])
        assert.deepEqual((await scaled(picture, { width, height, upscale_method })).dims, dims);
  });

  it('squashes, or cuts the longer side', async () => {
    const ramp = tensor(
      [0, 0, 1, 1, 0, 0].flatMap((v) => [v, v, v]),
      [1, 1, 6, 3],
    );
    const red = ({ data }: Tensor): number[] => [...data].filter((_, i) => i % 3 === 0);
    assert.deepEqual(
      red(await scaled(ramp, { width: 2, height: 1, upscale_method: 'area' })).map((v) => Math.round(v * 3)),
      [1, 1],
    );
    assert.deepEqual(red(await scaled(ramp, { width: 2, height: 1, crop: 'center' })), [1, 1]);
  });
});
