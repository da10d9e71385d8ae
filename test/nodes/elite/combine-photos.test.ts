import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { concatenate, filled, type Tensor } from '../../../method/tensor/tensor.ts';
import { CombinePhotos } from '../../../nodes/elite/combine-photos.ts';
import type { Patches } from '../../../nodes/sockets.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { runNode } from '../../support/run-node.ts';

describe('CombinePhotos', () => {
  const words = (seed: number, width = 6, pictures = 1): Tensor => gaussianNoise(seed, [pictures, 1, width]);
  const patches = (seed: number, width = 6): Patches => ({
    patches: gaussianNoise(seed, [1, 4, width]),
    mask: filled([1, 4, 1], 1),
  });
  const two = { words_1: words(1), patches_1: patches(2), words_2: words(3), patches_2: patches(4) };
  const run = (changes: object = {}) => runNode(CombinePhotos, { ...two, weights: 'equal', ...changes });

  it('gives one set of words, and the patches of all', async () => {
    const { WORDS, PATCHES } = await run({ words_4: words(5), patches_4: patches(6) });
    assert.deepEqual((WORDS as Tensor).dims, [1, 1, 6]);
    const all = concatenate(
      [2, 4, 6].map((seed) => patches(seed).patches),
      1,
    );
    assert.deepEqual(PATCHES, { patches: all, mask: filled([1, 12, 1], 1) });
  });

  it('weighs by agreement where it is asked to', async () => {
    const odd = { words_3: gaussianNoise(9, [1, 1, 6]), patches_3: patches(6), words_2: two.words_1 };
    const [equal, agreed] = [await run(odd), await run({ ...odd, weights: 'agreement' })];
    assert.notDeepEqual(equal['WORDS'], agreed['WORDS']);
    assert.deepEqual(equal['PATCHES'], agreed['PATCHES']);
  });

  it('refuses what other bundles wrote, and batches', async () => {
    await assert.rejects(
      run({ words_2: words(3, 8) }),
      /^Error: words_2: expected \[1, 1, 6\] as the first has, got \[1, 1, 8\]$/,
    );
    await assert.rejects(
      run({ patches_2: patches(3, 8) }),
      /^Error: patches_2: expected \[1, 6\] as the first has, got \[1, 8\]$/,
    );
    await assert.rejects(
      run({ words_2: words(3, 6, 2) }),
      /^Error: words_2: expected those of one photograph, got those of 2$/,
    );
  });

  it('wants words and patches of each photograph', async () => {
    const validate = (...linked: string[]) =>
      CombinePhotos.validate?.(
        {},
        nodeFolders('nowhere'),
        Object.fromEntries(linked.map((name) => [name, 'X'])),
      );
    assert.equal(await validate('words_3'), 'patches_3: expected a link, as words_3 has one, got none');
    assert.equal(await validate('patches_4'), 'words_4: expected a link, as patches_4 has one, got none');
    assert.equal(await validate('words_3', 'patches_3'), undefined);
    assert.equal(await validate(), undefined);
  });
});
