import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import type { EncodedPrompt } from '../../../method/elite/encode-prompt.ts';
import { EliteTextEncode } from '../../../nodes/elite/elite-text-encode.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { runNode } from '../../support/run-node.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('EliteTextEncode', () => {
  const bundle = openedBundle();
  const run = async (text: string, words?: unknown) =>
    (await runNode(EliteTextEncode, { clip: bundle().clip, text, words }))['CONDITIONING'] as EncodedPrompt;

  it('puts the subject where S* stands', async () => {
    const { text, positions } = await run('a S*', gaussianNoise(1, [1, 1, 24]));
    assert.deepEqual([text.dims, positions], [[1, 12, 24], [2]]);
  });

  it('reads a prompt without words as it stands', async () => {
    assert.deepEqual((await run('')).positions, []);
  });

  it('refuses words without S*, and the words of several photographs', async () => {
    await assert.rejects(
      run('a dog', gaussianNoise(1, [1, 1, 24])),
      /^Error: prompt: expected S\* where the subject stands, got none in "a dog"$/,
    );
    await assert.rejects(
      run('S*', gaussianNoise(1, [2, 1, 24])),
      /^Error: words: expected those of one photograph, got those of 2$/,
    );
  });

  it('refuses a prompt without S* before anything runs when words are linked', async () => {
    const validate = (text: string | undefined, linked: Readonly<Record<string, string>>) =>
      EliteTextEncode.validate?.({ text }, nodeFolders('nowhere'), linked);
    const linked = { clip: 'CLIP', words: 'WORDS' };
    assert.equal(
      await validate('a dog', linked),
      'text: expected S* where the subject of the linked words stands, got "a dog"',
    );
    assert.match((await validate('', linked)) ?? '', /got an empty text$/);
    assert.equal(await validate('a S* on a beach', linked), undefined);
    assert.equal(await validate('a dog', { clip: 'CLIP' }), undefined);
    assert.equal(await validate(undefined, linked), undefined); // a linked text is read when it runs
  });
});
