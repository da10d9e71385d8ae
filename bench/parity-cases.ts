import { parseClipTextConfig, parseClipVisionConfig } from '../method/clip/config.ts';
import { clipTextGraph } from '../method/clip/text.ts';
import { clipVisionGraph } from '../method/clip/vision.ts';
import { Module } from '../method/checkpoint/module.ts';
import { openCheckpoint } from '../method/checkpoint/open-checkpoint.ts';
import { plainCrossAttention } from '../method/diffusion/cross-attention.ts';
import { crossAttentionLayers, parseUnetConfig } from '../method/diffusion/unet-config.ts';
import { unet } from '../method/diffusion/unet.ts';
import { parseVaeConfig, vaeDecoderGraph, vaeEncoderGraph } from '../method/diffusion/vae.ts';
import { dinoConfig } from '../method/evaluation/dino-config.ts';
import { dinoGraph } from '../method/evaluation/dino.ts';
import { toyJudgeConfig, toyLabelGraph } from '../method/evaluation/toy-judge.ts';
import { injectWords } from '../method/elite/inject.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig } from '../method/elite/mappers.ts';
import { eliteUnetGraph } from '../method/elite/unet-graph.ts';
import { Graph } from '../method/onnx/graph.ts';
import type { OnnxModel } from '../method/onnx/model.ts';
import type { Feeds } from '../method/onnx/session.ts';
import { Runtime } from '../method/runtime/runtime.ts';
import { concatenate, filled, relativeL2, reshaped, slice, type Tensor } from '../method/tensor/tensor.ts';
import { openFixture, parityFolder, type Fixture } from '../test/support/fixtures.ts';
import type { Comparison } from './comparison.ts';

/** fp32 on both sides; only the order of the sums differs. */
const LIMIT = 1e-4;
const FEATURES = [0, 1, 2, 3, 4].map((i) => `features_${i}`);

/** Runs every network on its fixture and compares each output with PyTorch's. */
export async function compareNetworks(): Promise<Comparison[]> {
  const runtime = new Runtime();
  const rows: Comparison[] = [];
  const compare = async (
    network: string,
    f: Fixture,
    model: OnnxModel,
    feeds: Feeds,
    outputs: Readonly<Record<string, string>>,
  ) => {
    const results = await (
      await runtime.session(`${network} ${Object.keys(outputs).join()}`, () => model)
    ).run(feeds);
    for (const [output, expected] of Object.entries(outputs)) {
      rows.push({
        network,
        output: expected,
        error: relativeL2(results[output] ?? filled([1], NaN), await f.io(expected)),
        limit: LIMIT,
      });
    }
  };
  for (const name of ['vision-a', 'vision-b']) await compareVision(name, compare);
  for (const name of ['text-a', 'text-b']) await compareText(name, compare);
  for (const name of ['unet-a', 'unet-b']) await compareUnet(name, compare);
  for (const name of ['vae-a', 'vae-b']) await compareVae(name, compare);
  for (const file of ['model.safetensors', 'model.pt']) await compareMappers(file, compare);
  await compareJudges(compare);
  await runtime.dispose();
  return rows;
}

type Compare = (
  network: string,
  f: Fixture,
  model: OnnxModel,
  feeds: Feeds,
  outputs: Readonly<Record<string, string>>,
) => Promise<void>;

async function compareVision(name: string, compare: Compare): Promise<void> {
  const f = await openFixture(name);
  const config = parseClipVisionConfig(f.config, name);
  const layers = Array.from({ length: config.layers + 1 }, (_, k) => k);
  const outputs = Object.fromEntries([...layers.map((k) => `hidden_${k}`), 'embeds'].map((o) => [o, o]));
  const model = clipVisionGraph(config, f.weights, layers);
  await compare(name, f, model, { pixels: await f.io('pixels') }, outputs);
}

async function compareVae(name: string, compare: Compare): Promise<void> {
  const f = await openFixture(name);
  const config = parseVaeConfig(f.config, name);
  const posterior = { mean: 'mean', logvar: 'logvar' };
  await compare(name, f, vaeEncoderGraph(config, f.weights), { pixels: await f.io('pixels') }, posterior);
  const decoder = vaeDecoderGraph(config, f.weights);
  await compare(name, f, decoder, { latent: await f.io('latent') }, { pixels: 'decoded' });
}

async function compareMappers(file: string, compare: Compare): Promise<void> {
  const f = await openFixture('mapper');
  const m = new Module(await openCheckpoint(`${parityFolder('mapper')}/${file}`));
  const config = mapperConfig(m, 9);
  const features = Object.fromEntries(
    await Promise.all(FEATURES.map(async (k) => [k, await f.io(k)] as const)),
  );
  await compare(`global mapper, ${file}`, f, globalMapperGraph(config, m), features, { words: 'words' });
  const masked = { ...features, mask: await f.io('mask') };
  await compare(`local mapper, ${file}`, f, localMapperGraph(config, m), masked, { patches: 'patches' });
}

async function compareJudges(compare: Compare): Promise<void> {
  const dino = await openFixture('dino');
  for (const [layout, weights] of [
    ['transformers', dino.weights],
    ['original', dino.weights.at('original')],
  ] as const) {
    const model = dinoGraph(dinoConfig(weights, dino.config, 'dino'), weights);
    const pixels = await dino.io('pixels');
    await compare(`dino, ${layout} keys`, dino, model, { pixels }, { features: 'features' });
  }
  const toy = await openFixture('judges');
  const labels = toyLabelGraph(toyJudgeConfig(toy.config, 'judges'), toy.weights);
  const heads = { place: 'place', colour: 'colour' };
  await compare('toy label network', toy, labels, { pixels: await toy.io('pixels') }, heads);
}

async function compareText(name: string, compare: Compare): Promise<void> {
  const f = await openFixture(name);
  const model = clipTextGraph(parseClipTextConfig(f.config, name), f.weights);
  const rows = await f.io('rows');
  await compare(name, f, model, { rows }, { hidden: 'hidden' });
  const positions = await f.io('positions');
  for (const n of [1, 5]) {
    const words = await f.io(`words_${n}`);
    const injected = [0, 1].map((b) =>
      injectWords(slice(rows, 0, b, b + 1), slice(words, 0, b, b + 1), positions.data[b] ?? 0),
    );
    await compare(name, f, model, { rows: concatenate(injected, 0) }, { hidden: `hidden_${n}` });
  }
}

async function compareUnet(name: string, compare: Compare): Promise<void> {
  const f = await openFixture(name);
  const config = parseUnetConfig(f.config, name);
  const parts = { unet: f.weights.at('unet'), global: f.weights.at('global'), local: f.weights.at('local') };
  const feeds: Record<string, Tensor> = {
    sample: await f.io('sample'),
    timestep: await f.io('timestep'),
    text: await f.io('text'),
  };
  const [height = 0, width = 0] = feeds['sample']?.dims.slice(2) ?? [];
  const graph = new Graph('plain');
  const sample = graph.input('sample', ['batch', 4, height, width]);
  const text = graph.input('text', ['batch', 7, config.contextWidth]);
  const crossAttention = plainCrossAttention(text);
  graph.output(
    'epsilon',
    unet(graph, config, parts.unet, { sample, timestep: graph.input('timestep', ['batch']), crossAttention }),
  );
  await compare(name, f, graph.model(), feeds, { epsilon: 'plain' });
  const dims = { height, width, tokens: 7, patches: 9 };
  await compare(`${name}, global`, f, eliteUnetGraph(config, parts, { ...dims, references: 0 }), feeds, {
    epsilon: 'global',
  });
  const layers = crossAttentionLayers(config).length;
  const word = reshaped(await f.io('word'), [2, 7, 1]);
  const local = { ...feeds, word_0: word, patches_0: await f.io('patches'), lambda_0: filled([layers], 0.7) };
  await compare(`${name}, elite`, f, eliteUnetGraph(config, parts, { ...dims, references: 1 }), local, {
    epsilon: 'elite',
  });
}
