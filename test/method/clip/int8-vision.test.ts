import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { int8Vision } from '../../../method/clip/int8-vision.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('int8Vision', () => {
  const bundle = openedBundle();
  const folder = temporaryFolder();

  it('sees nearly what the tower sees, with weights that are kept', async () => {
    const tower = bundle().clipVision;
    const int8 = await int8Vision(tower, folder, 7);
    assert.notEqual(int8.parts.key, tower.parts.key);
    assert.equal(readdirSync(folder).length, 1);
    const { imageSize } = tower.config;
    const pixels = gaussianNoise(1, [2, 3, imageSize, imageSize]);
    const [exact, near] = [await tower.features(pixels), await int8.features(pixels)];
    const errors = exact.map((layer, i) => relativeL2(near[i] ?? layer, layer));
    assert.ok(
      errors.every((error) => error < 0.1),
      `relative errors ${errors.join(' ')}`,
    );
    assert.ok(errors.some((error) => error > 1e-4));
  });

  it('stops when it is told to', async () => {
    const other = bundle().clipVision.with({ key: 'other' });
    await assert.rejects(int8Vision(other, folder, 7, AbortSignal.abort()), { name: 'AbortError' });
  });
});
