import assert from 'node:assert/strict';
import { CLIPImageFeatures } from '../../../nodes/elite/clip-image-features.ts';
import { clipPixels } from '../../../method/image/clip-pixels.ts';
import { mapped, relativeL2, zeros, type Tensor } from '../../../method/tensor/tensor.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { runNode } from '../../support/run-node.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

interface Outputs {
  readonly features: readonly Tensor[];
  readonly object_features: readonly Tensor[];
  readonly patch_mask: Tensor;
}

describe('CLIPImageFeatures', () => {
  const bundle = openedBundle();
  const image = mapped(gaussianNoise(1, [1, 32, 48, 3]), (v) => Math.min(1, Math.abs(v) / 3));
  const mask = (from: number, to: number): Tensor => ({
    dims: [1, 32, 48],
    data: zeros([1, 32, 48]).data.map((_, i) => (i % 48 >= from && i % 48 < to ? 1 : 0)),
  });
  const run = async (inputs: Record<string, unknown>) =>
    (await runNode(CLIPImageFeatures, {
      clip_vision: bundle().clipVision,
      image,
      framing: 'subject',
      grid: 'nearest',
      ...inputs,
    })) as unknown as Outputs;

  it('gives five layers of the photograph and of the subject on black, and the mask of its patches', async () => {
    const { features, object_features, patch_mask } = await run({ mask: mask(16, 24) });
    assert.deepEqual(
      features.map(({ dims }) => dims),
      Array<number[]>(5).fill([1, 17, 24]),
    );
    assert.deepEqual(
      object_features.map(({ dims }) => dims),
      Array<number[]>(5).fill([1, 17, 24]),
    );
    assert.deepEqual(patch_mask.dims, [1, 4, 4]);
    assert.ok(object_features.every((f, i) => relativeL2(f, features[i] ?? f) > 1e-3));
  });

  it('squashes as the released code does when it is asked to', async () => {
    const { features, patch_mask } = await run({ mask: mask(24, 48), framing: 'squash' });
    const expected = await bundle().clipVision.features(clipPixels(image, 28));
    assert.deepEqual(features, expected);
    assert.deepEqual([...patch_mask.data], [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
  });

  it('takes the whole picture as its subject without a mask', async () => {
    const { features, object_features, patch_mask } = await run({ mask: undefined, framing: 'squash' });
    assert.deepEqual(object_features, features);
    assert.ok(patch_mask.data.every((v) => v === 1));
  });

  it('refuses a mask of another size, an empty one, and one that no patch sees', async () => {
    const small = zeros([1, 8, 8]);
    await assert.rejects(
      run({ mask: small }),
      /^Error: mask: expected 48×32 pixels as its picture, got 8×8$/,
    );
    await assert.rejects(run({ mask: mask(0, 0) }), /^Error: mask: expected a subject, got no pixel/);
    await assert.rejects(
      run({ mask: mask(5, 8), framing: 'squash' }),
      /^Error: mask: expected a subject on at least one patch/,
    );
    assert.equal((await run({ mask: mask(2, 12), framing: 'squash', grid: 'area' })).patch_mask.data[0], 1);
  });
});
