import assert from 'node:assert/strict';
import type { Checkpoint } from '../../../method/checkpoint/checkpoint.ts';
import { renamed } from '../../../method/checkpoint/checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';
import {
  parseVaeConfig,
  vaeDecoderGraph,
  vaeEncoderGraph,
  vaeFactor,
} from '../../../method/diffusion/vae.ts';
import { filled, relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';

const OLD: Readonly<Record<string, string>> = {
  to_q: 'query',
  to_k: 'key',
  to_v: 'value',
  'to_out.0': 'proj_attn',
};

/** The names that the published files of Stable Diffusion 1.x have. */
const withOldNames = (checkpoint: Checkpoint): Module =>
  new Module(
    renamed(checkpoint, (key) => key.replace(/to_q|to_k|to_v|to_out\.0/, (name) => OLD[name] ?? name)),
  );

describe('vae', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('vae-b');
  });
  const config = () => parseVaeConfig(fixture.config, 'vae-b');

  it("encodes and decodes as diffusers' AutoencoderKL, at any size", async () => {
    assert.equal(vaeFactor(config()), 4);
    const { mean, logvar } = await runModel(vaeEncoderGraph(config(), fixture.weights), {
      pixels: await fixture.io('pixels'),
    });
    assert.ok(relativeL2(mean ?? filled([1], NaN), await fixture.io('mean')) < 1e-4);
    assert.ok(relativeL2(logvar ?? filled([1], NaN), await fixture.io('logvar')) < 1e-4);
    const { pixels } = await runModel(vaeDecoderGraph(config(), fixture.weights), {
      latent: filled([1, 4, 3, 5], 1),
    });
    assert.deepEqual(pixels?.dims, [1, 3, 12, 20]);
  });

  it('reads the attention under its old names too', async () => {
    const feeds = { latent: await fixture.io('latent') };
    const old = withOldNames(fixture.weights.checkpoint);
    assert.ok(
      old.holds('decoder.mid_block.attentions.0.query') && !old.holds('decoder.mid_block.attentions.0.to_q'),
    );
    const { pixels } = await runModel(vaeDecoderGraph(config(), old), feeds);
    assert.ok(relativeL2(pixels ?? filled([1], NaN), await fixture.io('decoded')) < 1e-4);
  });

  it('reads published configs', () => {
    const { channels, scalingFactor } = parseVaeConfig({ block_out_channels: [128, 256] }, 'vae');
    assert.deepEqual([channels, scalingFactor], [[128, 256], 0.18215]);
    assert.throws(() => parseVaeConfig({ block_out_channels: 3 }, 'vae'), {
      message: 'vae, block_out_channels: expected a list, got 3',
    });
  });
});
