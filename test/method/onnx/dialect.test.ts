import assert from 'node:assert/strict';
import {
  crossAttentionLayers,
  parseUnetConfig,
  type UnetConfig,
} from '../../../method/diffusion/unet-config.ts';
import { contextGraph } from '../../../method/elite/context.ts';
import { eliteUnetGraph } from '../../../method/elite/unet-graph.ts';
import { PORTABLE, type Dialect } from '../../../method/onnx/dialect.ts';
import type { OnnxModel } from '../../../method/onnx/model.ts';
import { dialectOf } from '../../../method/runtime/dialects.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, relativeL2, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';
import { writtenOut } from '../../support/written-out.ts';

const [TOKENS, PATCHES, SIDE] = [12, 16, 8];

/** A dialect whose fused operators take the sizes of a small network too. */
function ofAnySize(dialect: Dialect, unetFloats: 'F32' | 'F16'): Dialect {
  const { groupNorm } = dialect;
  return {
    ...dialect,
    unetFloats,
    ...(groupNorm && { groupNorm: { ...groupNorm, takes: () => true } }),
    fusedGates: dialect.fusedGates.length > 0 ? Array.from({ length: 4096 }, (_, n) => n) : [],
  };
}

describe('a dialect', () => {
  let fixture: Fixture;
  let config: UnetConfig;
  before(async () => {
    fixture = await openFixture('pipeline');
    const { unet } = fixture.config as { readonly unet: unknown };
    config = parseUnetConfig(unet, 'pipeline');
  });

  const unetOf = (dialect?: Dialect): OnnxModel => {
    const { weights } = fixture;
    const parts = { unet: weights.at('unet'), global: weights.at('global'), local: weights.at('local') };
    const dims = { height: SIDE, width: SIDE, tokens: TOKENS, patches: PATCHES, references: 1, watched: 1 };
    return eliteUnetGraph(config, parts, dims, dialect);
  };

  const feeds = (): Record<string, Tensor> => {
    const { contextWidth, inChannels } = config;
    const word = tensor(
      Array.from({ length: 2 * TOKENS }, (_, i) => Number(i % TOKENS === 4)),
      [2, TOKENS, 1],
    );
    return {
      sample: gaussianNoise(1, [2, inChannels, SIDE, SIDE]),
      timestep: tensor([981.25, 20.5], [2]),
      text: gaussianNoise(2, [2, TOKENS, contextWidth]),
      patches_0: gaussianNoise(3, [2, PATCHES, contextWidth]),
      word_0: word,
      watched: word,
      lambda_0: filled([crossAttentionLayers(config).length], 0.8),
    };
  };

  for (const provider of ['cuda', 'dml', 'coreml', 'webgpu'] as const)
    for (const [floats, tolerance] of [
      ['F32', 1e-5],
      ['F16', 5e-3],
    ] as const)
      it(`of ${provider} says the same as the portable one, in ${floats}`, async () => {
        const plain = await runModel(unetOf(), feeds());
        const model = writtenOut(unetOf(ofAnySize(dialectOf(provider), floats)));
        const other = await runModel(model, feeds());
        for (const name of ['epsilon', 'acted_0']) {
          const [a, b] = [other[name], plain[name]];
          assert.ok(a && b);
          const error = relativeL2(a, b);
          assert.ok(error < tolerance, `${name}: ${error}`);
          assert.ok(floats === 'F32' || error > 0); // halves were really used
        }
      });

  it('of the processor is the portable one, but for keys and values that come in', async () => {
    assert.deepEqual({ ...dialectOf('cpu'), takesContext: false }, PORTABLE);
    const { weights } = fixture;
    const mappers = { global: weights.at('global'), local: weights.at('local') };
    const dims = { tokens: TOKENS, patches: PATCHES, references: 1 };
    const { text, patches_0, ...rest } = feeds();
    assert.ok(text && patches_0);
    const context = await runModel(contextGraph(config, mappers, dims), { text, patches_0 });
    const model = unetOf(dialectOf('cpu'));
    assert.ok(!model.inputs.includes('text') && !model.inputs.includes('patches_0'));
    const [given, plain] = [
      await runModel(model, { ...rest, ...context }),
      await runModel(unetOf(), feeds()),
    ];
    for (const name of ['epsilon', 'acted_0']) assert.deepEqual(given[name], plain[name]);
  });
});
