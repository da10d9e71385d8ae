import assert from 'node:assert/strict';
import { CLIPTextEncode } from '../../../nodes/diffusion/clip-text-encode.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('CLIPTextEncode', () => {
  const bundle = openedBundle();

  it('gives the text encoder’s last states, and no subject', async () => {
    const { clip } = bundle();
    const { CONDITIONING } = await CLIPTextEncode.run({ clip, text: 'a dog and S*' }, nodeContext());
    const ids = clip.tokenizer.tokenize('a dog and S*').ids;
    const text = await clip.hidden(await clip.rows(ids));
    assert.deepEqual(CONDITIONING, { text, positions: [], length: ids.indexOf(clip.tokenizer.end) + 1 });
  });

  it('stops when the run is stopped', async () => {
    const context = nodeContext(undefined, { signal: AbortSignal.abort() });
    await assert.rejects(async () => CLIPTextEncode.run({ clip: bundle().clip, text: '' }, context), {
      name: 'AbortError',
    });
  });
});
