import assert from 'node:assert/strict';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { crossAttentionLayers, parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { contextGraph } from '../../../method/elite/context.ts';
import { eliteUnetGraph } from '../../../method/elite/unet-graph.ts';
import { PORTABLE } from '../../../method/onnx/dialect.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';

const [TOKENS, PATCHES] = [12, 16];
const TAKING = { ...PORTABLE, takesContext: true };

describe('contextGraph', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('pipeline');
  });

  const parts = () => {
    const { unet } = fixture.config as { readonly unet: unknown };
    const { weights } = fixture;
    return {
      config: parseUnetConfig(unet, 'pipeline'),
      mappers: { global: weights.at('global'), local: weights.at('local') },
      unet: weights.at('unet'),
    };
  };
  const dims = (references: number) => ({ tokens: TOKENS, patches: PATCHES, references });

  it('tells the inputs that a step graph reads in place of text and patches, and no others', () => {
    const { config, mappers, unet } = parts();
    for (const references of [0, 1, 2]) {
      const sizes = { ...dims(references), height: 8, width: 8 };
      const { inputs } = eliteUnetGraph(config, { unet, ...mappers }, sizes, TAKING);
      const read = inputs.filter((name) => /key|value/.test(name));
      const { outputs } = contextGraph(config, mappers, dims(references));
      assert.deepEqual([...outputs].sort(), read.sort());
      assert.equal(outputs.length, crossAttentionLayers(config).length * 2 * (1 + references));
    }
  });

  it('is read in part by a graph of outer layers', () => {
    const { config, mappers, unet } = parts();
    const sizes = { ...dims(1), height: 8, width: 8, deep: { depth: 1, isGiven: true } };
    const { inputs } = eliteUnetGraph(config, { unet, ...mappers }, sizes, TAKING);
    const read = inputs.filter((name) => /key|value/.test(name));
    const { outputs } = contextGraph(config, mappers, dims(1));
    assert.ok(read.length > 0 && read.length < outputs.length);
    assert.ok(read.every((name) => outputs.includes(name)));
  });

  it('projects text by the global mapper and patches by the local one, each sample of a batch by itself', async () => {
    const { config, mappers } = parts();
    const { contextWidth } = config;
    const [text, patches_0] = [
      gaussianNoise(1, [2, TOKENS, contextWidth]),
      gaussianNoise(2, [2, PATCHES, contextWidth]),
    ];
    const told = await runModel(contextGraph(config, mappers, dims(1)), { text, patches_0 });
    const [{ path, channels } = { path: '', channels: 0 }] = crossAttentionLayers(config);
    const [batch, row, at] = [1, 5, channels - 1];
    for (const [x, mapper, part, name, index] of [
      [text, 'global', 'to_k', 'key_0', (batch * TOKENS + row) * channels + at],
      [text, 'global', 'to_v', 'value_0', (batch * TOKENS + row) * channels + at],
      [patches_0, 'local', 'to_k', 'patch_key_0_0', (batch * PATCHES + row) * channels + at],
      [patches_0, 'local', 'to_v', 'patch_value_0_0', (batch * PATCHES + row) * channels + at],
    ] as const) {
      const key = `${path.replaceAll('.', '_')}_${part}.weight`;
      const matrix = await readTensor(mappers[mapper].tensor(key, [channels, contextWidth]));
      const rows = x.dims[1] ?? 0;
      let expected = 0;
      for (let i = 0; i < contextWidth; i += 1)
        expected +=
          (x.data[(batch * rows + row) * contextWidth + i] ?? NaN) *
          (matrix.data[at * contextWidth + i] ?? NaN);
      assert.ok(Math.abs((told[name]?.data[index] ?? NaN) - expected) < 1e-5, name);
    }
  });

  it('is used where its weights lie, however small they are', () => {
    const { config, mappers } = parts();
    assert.equal(contextGraph(config, mappers, dims(1)).isRare, true);
  });
});
