import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, zeros } from '../../../method/tensor/tensor.ts';
import { LocalMapperNode } from '../../../nodes/elite/local-mapper.ts';
import type { Patches } from '../../../nodes/sockets.ts';
import { runNode } from '../../support/run-node.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('LocalMapper', () => {
  const bundle = openedBundle();
  const object_features = Array.from({ length: 5 }, (_, i) => gaussianNoise(i + 1, [1, 17, 24]));
  const run = (patch_mask: unknown) =>
    runNode(LocalMapperNode, { local_mapper: bundle().localMapper, object_features, patch_mask });

  it('gives patch features that are zero outside the mask, with the mask as a column', async () => {
    const patch_mask = zeros([1, 4, 4]);
    patch_mask.data[5] = 1;
    const { patches, mask } = (await run(patch_mask))['PATCHES'] as Patches;
    assert.deepEqual(
      [patches.dims, mask.dims],
      [
        [1, 16, 24],
        [1, 16, 1],
      ],
    );
    const isZero = Array.from({ length: 16 }, (_, p) =>
      patches.data.subarray(p * 24, p * 24 + 24).every((v) => v === 0),
    );
    assert.deepEqual(
      isZero,
      Array.from({ length: 16 }, (_, p) => p !== 5),
    );
  });

  it('refuses the mask of another grid', async () => {
    await assert.rejects(
      run(filled([1, 8, 8], 1)),
      /^Error: patch_mask: expected 16 patches as the features have, got 8×8$/,
    );
  });
});
