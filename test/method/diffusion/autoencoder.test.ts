import assert from 'node:assert/strict';
import { Autoencoder } from '../../../method/diffusion/autoencoder.ts';
import { parseVaeConfig } from '../../../method/diffusion/vae.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { concatenate, relativeL2, scale, slice } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('Autoencoder', () => {
  const runtime = new Runtime({ threads: 1 });
  let fixture: Fixture;
  let vae: Autoencoder;

  before(async () => {
    fixture = await openFixture('vae-a');
    const config = parseVaeConfig(fixture.config, 'vae-a');
    vae = new Autoencoder({ key: 'vae-a', config, weights: fixture.weights, sessions: runtime });
  });
  after(() => runtime.dispose());

  it('encodes to the mean of the posterior, and decodes', async () => {
    assert.equal(vae.factor, 8);
    assert.ok(relativeL2(await vae.encode(await fixture.io('pixels')), await fixture.io('mean')) < 1e-4);
    assert.ok(relativeL2(await vae.decode(await fixture.io('latent')), await fixture.io('decoded')) < 1e-4);
  });

  it('takes the pictures of a batch one by one', async () => {
    const latent = slice(await fixture.io('latent'), 0, 0, 1);
    const one = await vae.decode(latent);
    const two = await vae.decode(concatenate([latent, scale(0.5, latent)], 0));
    assert.deepEqual(slice(two, 0, 0, 1), one);
    assert.deepEqual(slice(two, 0, 1, 2), await vae.decode(scale(0.5, latent)));
  });

  it('stops before a run when the signal is aborted', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await assert.rejects(vae.decode(await fixture.io('latent'), signal), /^Error: interrupted$/);
  });
});
