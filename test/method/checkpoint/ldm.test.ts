import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointOf, type Checkpoint, type TensorLocation } from '../../../method/checkpoint/checkpoint.ts';
import { ldmParts } from '../../../method/checkpoint/ldm.ts';
import { parityFolder } from '../../support/fixtures.ts';

type Row = readonly [ldm: string, diffusers: string, ldmDims: readonly number[], dims: readonly number[]];
type Networks = Readonly<Record<'unet' | 'vae', readonly Row[]>>;

const PREFIXES = { unet: 'model.diffusion_model.', vae: 'first_stage_model.' };
const cases = JSON.parse(readFileSync(join(parityFolder('ldm'), 'keys.json'), 'utf8')) as Record<
  string,
  Networks
>;

const location = (offset: number, dims: readonly number[]): TensorLocation => ({
  file: '/weights.ckpt',
  offset,
  length: 4,
  dtype: 'F32',
  dims,
});

/** A single file with these networks, a text tower, and what training left in it. */
function singleFile({ unet, vae }: Networks): Checkpoint {
  const tensors = new Map<string, TensorLocation>([
    ['betas', location(0, [1000])],
    ['model_ema.decay', location(1, [])],
    ['cond_stage_model.transformer.text_model.final_layer_norm.weight', location(2, [8])],
  ]);
  for (const [prefix, rows, base] of [
    [PREFIXES.unet, unet, 1000],
    [PREFIXES.vae, vae, 5000],
  ] as const)
    rows.forEach(([key, , dims], i) => tensors.set(prefix + key, location(base + i, dims)));
  return checkpointOf(tensors);
}

describe('ldmParts', () => {
  for (const [size, networks] of Object.entries(cases)) {
    for (const [network, base] of [
      ['unet', 1000],
      ['vae', 5000],
    ] as const) {
      it(`gives each tensor of a ${size} ${network} the name that diffusers gives it`, () => {
        const part = ldmParts(singleFile(networks))[network];
        const rows = networks[network];
        assert.ok(part);
        assert.deepEqual([...part.keys].sort(), rows.map(([, key]) => key).sort());
        rows.forEach(([old, key, , dims], i) => {
          assert.deepEqual(part.get(key)?.dims, dims, `${old} as ${key}`);
          assert.equal(part.get(key)?.offset, base + i, `${old} as ${key}`);
        });
      });
    }
  }

  it('reads the text tower and leaves the rest', () => {
    const { textEncoder } = ldmParts(singleFile({ unet: [], vae: [] }));
    assert.deepEqual(textEncoder?.keys, ['text_model.final_layer_norm.weight']);
  });

  it('has no part that is not in the file', () => {
    assert.deepEqual(ldmParts(checkpointOf(new Map([['conv_in.weight', location(0, [4])]]))), {});
    assert.deepEqual(Object.keys(ldmParts(singleFile({ unet: [], vae: [] }))), ['textEncoder']);
  });
});
