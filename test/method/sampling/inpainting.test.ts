import assert from 'node:assert/strict';
import { SAMPLERS } from '../../../method/sampling/index.ts';
import { blended, inpainting } from '../../../method/sampling/inpainting.ts';
import type { Denoiser } from '../../../method/sampling/sampler.ts';
import { gaussianNoise, TorchGenerator } from '../../../method/tensor/noise.ts';
import {
  axpby,
  filled,
  mapped,
  relativeL2,
  scale,
  tensor,
  type Tensor,
} from '../../../method/tensor/tensor.ts';

const DIMS = [1, 2, 4, 4];
const picture = gaussianNoise(1, DIMS);
const noise = gaussianNoise(2, DIMS);
/** The left half is drawn. */
const mask = mapped(filled(DIMS, 0), (_, i) => (i % 4 < 2 ? 1 : 0));
const SIGMAS = [10, 4, 2, 1, 0.4, 0];

/** A denoiser that pulls everything towards a picture of its own. */
const towards =
  (aim: Tensor): Denoiser =>
  (x, sigma) =>
    Promise.resolve(axpby(1 / (1 + sigma), x, sigma / (1 + sigma), aim));

const sampled = (name: string, kept: Tensor | undefined): Promise<Tensor> => {
  const denoise = towards(filled(DIMS, 3));
  const run = kept ? inpainting(denoise, { picture, noise, mask: kept }) : denoise;
  const start = axpby(1, picture, SIGMAS[0] ?? 0, noise);
  return (SAMPLERS[name] ?? assert.fail(name))(run, start, SIGMAS, { generator: new TorchGenerator(5n) });
};

describe('inpainting', () => {
  it('shows the picture with the noise of the level outside of the mask', async () => {
    const seen: Tensor[] = [];
    const watching: Denoiser = (x) => {
      seen.push(x);
      return Promise.resolve(x);
    };
    const x = filled(DIMS, 7);
    const out = await inpainting(watching, { picture, noise, mask })(x, 4, 0);
    assert.deepEqual(seen, [blended(mask, x, axpby(1, picture, 4, noise))]);
    assert.deepEqual(out, blended(mask, x, picture));
  });

  for (const name of Object.keys(SAMPLERS))
    it(`ends at the picture outside of the mask with ${name}, and draws inside`, async () => {
      const drawn = await sampled(name, mask);
      const part = (x: Tensor, inside: 0 | 1): Tensor =>
        mapped(x, (v, i) => (mask.data[i] === inside ? v : 0));
      assert.ok(relativeL2(part(drawn, 0), part(picture, 0)) < 1e-5);
      assert.ok(relativeL2(part(drawn, 1), part(picture, 1)) > 0.5);
    });

  it('draws everywhere with a mask of ones, as it would without', async () => {
    assert.deepEqual(await sampled('lms', filled(DIMS, 1)), await sampled('lms', undefined));
  });
});

describe('blended', () => {
  it('is one of both where the mask is 1 or 0, bit for bit, and between where it is between', () => {
    const [a, b] = [tensor([0.1, 0.2, 8], [3]), tensor([0.3, 0.7, 4], [3])];
    assert.deepEqual(blended(tensor([1, 0, 0.25], [3]), a, b), tensor([0.1, 0.7, 5], [3]));
  });

  it('refuses a mask of other dims', () => {
    assert.throws(() => blended(filled([2], 1), scale(1, filled([3], 1)), filled([3], 1)), {
      message: 'mask: expected dims [2], got [3]',
    });
  });
});
