import assert from 'node:assert/strict';
import { plainCrossAttention } from '../../../method/diffusion/cross-attention.ts';
import { crossAttentionLayers, parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { unet } from '../../../method/diffusion/unet.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { filled, relativeL2, slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
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
