import assert from 'node:assert/strict';
import type { Autoencoder } from '../../../method/diffusion/autoencoder.ts';
import { zeros } from '../../../method/tensor/tensor.ts';
import { previewsOf } from '../../../nodes/elite/previews.ts';
import { nodeContext } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('previewsOf', () => {
  const bundle = openedBundle();
  const latent = zeros([2, 4, 8, 8]);

  it('shows a picture of the first sample, and none after the last step', async () => {
    const context = nodeContext();
    const previews = previewsOf(bundle().vae, 0.18215, context);
    previews.show(latent, 0.1);
    previews.show(latent, 1);
    await previews.shown();
    assert.equal(context.previews.length, 0);
    previews.show(latent, 0.5);
    await previews.shown();
    assert.equal(context.previews.length, 1);
  });

  it('shows nothing without an autoencoder', async () => {
    const context = nodeContext();
    const previews = previewsOf(undefined, 1, context);
    previews.show(latent, 0.5);
    await previews.shown();
    assert.equal(context.previews.length, 0);
  });

  it('tells of a decoder that fails when it is waited for', async () => {
    const broken = { decode: () => Promise.reject(new Error('no decoder')) } as unknown as Autoencoder;
    const previews = previewsOf(broken, 1, nodeContext());
    previews.show(latent, 0.5);
    await assert.rejects(previews.shown(), /no decoder/);
  });
});
