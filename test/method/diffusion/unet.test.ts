import assert from 'node:assert/strict';
import { join } from 'node:path';
import { plainCrossAttention } from '../../../method/diffusion/cross-attention.ts';
import { crossAttentionLayers, parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { unet } from '../../../method/diffusion/unet.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import { formInputs, type FormDims } from '../../../method/diffusion/unet-form.ts';
import { filled, relativeL2, slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, parityFolder, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';

describe('unet', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('unet-a');
  });

  const predict = async (sample: Tensor, timestep: Tensor, text: Tensor): Promise<Tensor> => {
    const config = parseUnetConfig(fixture.config, 'unet-a');
    const graph = new Graph('unet');
    const inputs = {
      sample: graph.input('sample', ['batch', 4, 8, 8]),
      timestep: graph.input('timestep', ['batch']),
    };
    const crossAttention = plainCrossAttention(graph.input('text', ['batch', 7, config.contextWidth]));
    graph.output('epsilon', unet(graph, config, fixture.weights.at('unet'), { ...inputs, crossAttention }));
    return (await runModel(graph.model(), { sample, timestep, text }))['epsilon'] ?? filled([1], NaN);
  };

  it("predicts what diffusers' UNet predicts, each sample of a batch by itself", async () => {
    const [sample, timestep, text] = await Promise.all(
      ['sample', 'timestep', 'text'].map((k) => fixture.io(k)),
    );
    assert.ok(sample && timestep && text);
    const both = await predict(sample, timestep, text);
    assert.ok(relativeL2(both, await fixture.io('plain')) < 1e-4);
    const second = (x: Tensor): Tensor => slice(x, 0, 1, 2);
    assert.ok(relativeL2(await predict(second(sample), second(timestep), second(text)), second(both)) < 1e-5);
  });

  it('asks its cross-attention once a layer, in the order of the forward pass', () => {
    const config = parseUnetConfig(fixture.config, 'unet-a');
    const graph = new Graph('unet');
    const asked: [string, number][] = [];
    unet(graph, config, fixture.weights.at('unet'), {
      sample: graph.input('sample', [1, 4, 8, 8]),
      timestep: graph.input('timestep', [1]),
      crossAttention: (m, x, { width }) => {
        asked.push([m.path.replace(/^unet\./, ''), width]);
        return x;
      },
    });
    assert.deepEqual(
      asked,
      crossAttentionLayers(config).map(({ path, channels }) => [path, channels]),
    );
  });

  it('names the key of a weight of another size', () => {
    const config = { ...parseUnetConfig(fixture.config, 'unet-a'), inChannels: 9 };
    const graph = new Graph('unet');
    const inputs = { sample: graph.input('sample', [1, 9, 8, 8]), timestep: graph.input('timestep', [1]) };
    assert.throws(
      () => unet(graph, config, fixture.weights.at('unet'), { ...inputs, crossAttention: (_, x) => x }),
      {
        message: 'unet.conv_in.weight: expected [16, 9, 3, 3], the checkpoint has [16, 4, 3, 3]',
      },
    );
  });
});

describe('unet, cut in two', () => {
  const cases = [
    { name: 'unet-a', sides: [8, 8], depths: [1, 2, 3] },
    { name: 'unet-b', sides: [8, 12], depths: [1, 3, 4, 7] },
  ] as const;

  for (const { name, sides, depths } of cases) {
    const [height, width] = sides;
    let fixture: Fixture;
    let io: (key: string) => Promise<Tensor>;
    before(async () => {
      fixture = await openFixture(name);
      const values = await openCheckpoint(join(parityFolder(name), 'deep.safetensors'));
      io = async (key) => {
        const location = values.get(key);
        assert.ok(location);
        return readTensor(location);
      };
    });

    const run = async (form: FormDims, feeds: Record<string, Tensor>) => {
      const config = parseUnetConfig(fixture.config, name);
      const graph = new Graph('unet');
      const sample = graph.input('sample', ['batch', 4, height, width]);
      const timestep = graph.input('timestep', ['batch']);
      const crossAttention = plainCrossAttention(graph.input('text', ['batch', 7, config.contextWidth]));
      const inputs = {
        ...{ sample, timestep, crossAttention },
        ...formInputs(graph, config, { height, width }, form),
      };
      graph.output('epsilon', unet(graph, config, fixture.weights.at('unet'), inputs));
      const model = graph.model();
      const { epsilon, deep: feature } = await runModel(model, feeds);
      assert.ok(epsilon);
      return { epsilon, feature, bytes: model.weightBytes };
    };
    const step = async () => ({
      sample: await io('sample'),
      timestep: await io('timestep'),
      text: await io('text'),
    });

    for (const depth of depths) {
      it(`predicts what diffusers' blocks predict on another step's feature: ${name}, depth ${depth}`, async () => {
        const deep = await io(`deep-${depth}`);
        const { epsilon, bytes } = await run({ deep: { depth, isGiven: true } }, { ...(await step()), deep });
        assert.ok(relativeL2(epsilon, await io(`outer-${depth}`)) < 1e-4);
        assert.ok(bytes < (await run({}, await step())).bytes);
      });

      it(`is the whole network in two parts: ${name}, depth ${depth}`, async () => {
        const feeds = await step();
        const whole = await run({}, feeds);
        const telling = await run({ deep: { depth, isGiven: false } }, feeds);
        assert.deepEqual(telling.epsilon.data, whole.epsilon.data);
        assert.ok(telling.feature);
        const outer = await run({ deep: { depth, isGiven: true } }, { ...feeds, deep: telling.feature });
        assert.ok(relativeL2(outer.epsilon, whole.epsilon) < 1e-6);
      });
    }
  }
});

describe('unet that looks at every n-th pixel', () => {
  const cases = [
    { name: 'unet-a', strides: [1, 2, 3] },
    { name: 'unet-b', strides: [2, 4] },
  ] as const;

  for (const { name, strides } of cases)
    for (const stride of strides)
      it(`predicts what diffusers predicts with keys of these pixels: ${name}, every ${stride}.`, async () => {
        const fixture = await openFixture(name);
        const values = await openCheckpoint(join(parityFolder(name), 'sparse.safetensors'));
        const io = async (key: string): Promise<Tensor> => {
          const location = values.get(key);
          assert.ok(location);
          return readTensor(location);
        };
        const config = parseUnetConfig(fixture.config, name);
        const [sample, timestep, text] = await Promise.all(['sample', 'timestep', 'text'].map(io));
        assert.ok(sample && timestep && text);
        const predict = async (form: FormDims): Promise<Tensor> => {
          const graph = new Graph('unet');
          const crossAttention = plainCrossAttention(graph.input('text', ['batch', 7, config.contextWidth]));
          const inputs = {
            sample: graph.input('sample', ['batch', 4, 9, 11]),
            timestep: graph.input('timestep', ['batch']),
            crossAttention,
            ...formInputs(graph, config, { height: 9, width: 11 }, form),
          };
          graph.output('epsilon', unet(graph, config, fixture.weights.at('unet'), inputs));
          const { epsilon } = await runModel(graph.model(), { sample, timestep, text });
          return epsilon ?? filled([1], NaN);
        };
        const sparse = await predict({ keyStride: stride });
        assert.ok(relativeL2(sparse, await io(`sparse-${stride}`)) < 1e-4);
        assert.equal(relativeL2(sparse, await predict({})) > 1e-3, stride > 1);
      });
});
