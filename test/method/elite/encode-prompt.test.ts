import assert from 'node:assert/strict';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { openPipeline } from '../../../method/diffusion/pipeline.ts';
import { encodePrompt } from '../../../method/elite/encode-prompt.ts';
import type { ClipTextEncoder } from '../../../method/clip/text-encoder.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('encodePrompt', () => {
  const folder = temporaryFolder();
  const runtime = new Runtime();
  let clip: ClipTextEncoder;
  const words = (n: number): Tensor => gaussianNoise(3, [1, n, 24]);

  before(async () => {
    ({ clip } = await openPipeline(await BundleFolder.open(await writeTinyBundle(folder)), runtime));
  });
  after(() => runtime.dispose());

  it('puts the word at the exact token, wherever it stands', async () => {
    const { text, positions } = await encodePrompt(clip, 'a b S*', words(1));
    assert.deepEqual([text.dims, positions], [[1, 12, 24], [3]]);
    const rows = await clip.rows(clip.tokenizer.tokenize('a b S*').ids);
    rows.data.set(words(1).data, 3 * 24);
    assert.deepEqual(text.data, (await clip.hidden(rows)).data);
  });

  it('replaces every S*, and counts the tokens that several words add', async () => {
    assert.deepEqual((await encodePrompt(clip, 'S* a S*', words(1))).positions, [1, 3]);
    assert.deepEqual((await encodePrompt(clip, 'S* a S*', words(3))).positions, [1, 5]);
    assert.equal((await encodePrompt(clip, 'S* a S*', words(1))).length, 5);
    assert.equal((await encodePrompt(clip, 'S* a S*', words(3))).length, 9);
  });

  it('is the plain prompt when the word is what stood there', async () => {
    const { ids } = clip.tokenizer.tokenize('a S*');
    const same = slice(await clip.rows(ids), 1, 2, 3);
    const plain = await encodePrompt(clip, 'a S*');
    assert.deepEqual(plain.positions, []);
    assert.deepEqual((await encodePrompt(clip, 'a S*', same)).text.data, plain.text.data);
  });

  it('refuses words without a place, and words of another model', async () => {
    await assert.rejects(
      encodePrompt(clip, 'a dog', words(1)),
      /^Error: prompt: expected S\* where the subject stands, got none in "a dog"$/,
    );
    await assert.rejects(
      encodePrompt(clip, 'S*', gaussianNoise(1, [1, 1, 32])),
      /^Error: words: expected a width of 24, got 32/,
    );
    await assert.rejects(encodePrompt(clip, 'a b c d e f g h i S*', words(5)), /^Error: word position/);
  });
});
