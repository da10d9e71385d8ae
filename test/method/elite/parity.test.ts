import assert from 'node:assert/strict';
import { clipTextGraph } from '../../../method/clip/text.ts';
import { clipVisionGraph } from '../../../method/clip/vision.ts';
import { parseClipTextConfig, parseClipVisionConfig } from '../../../method/clip/config.ts';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { epsilonDenoiser, guided, type NoisePrediction } from '../../../method/diffusion/guidance.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { injectWords } from '../../../method/elite/inject.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig } from '../../../method/elite/mappers.ts';
import { eliteUnetGraph } from '../../../method/elite/unet-graph.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import type { Session } from '../../../method/onnx/session.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { lms } from '../../../method/sampling/lms.ts';
import { linearInTime } from '../../../method/sampling/schedules.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import {
  concatenate,
  filled,
  relativeL2,
  reshaped,
  scale,
  slice,
  tensor,
  type Tensor,
} from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

const LAYERS = [6, 1, 2, 3, 4];
const POSITION = 4;

/** Single networks: fp32 on both sides, sums in another order. */
const NETWORK = 1e-4;
/** A hundred steps of guided sampling carry those differences on. */
const TRAJECTORY = 1e-3;

describe('the whole method beside PyTorch', () => {
  const runtime = new Runtime();
  let fixture: Fixture;
  let words: Tensor;
  let patches: Tensor;
  let text: Tensor;
  let blank: Tensor;
  let elite: Session;
  let globalOnly: Session;

  const features = async (image: string): Promise<Record<string, Tensor>> => {
    const config = (fixture.config as { vision: unknown }).vision;
    const graph = clipVisionGraph(
      parseClipVisionConfig(config, 'vision'),
      fixture.weights.at('vision'),
      LAYERS,
    );
    const session = await runtime.session('vision', () => graph);
    const hidden = await session.run({ pixels: await fixture.io(image) });
    return Object.fromEntries(
      LAYERS.map((k, i) => [`features_${i}`, hidden[`hidden_${k}`] ?? filled([1], NaN)]),
    );
  };

  const encode = async (name: string, injected?: Tensor): Promise<Tensor> => {
    const config = parseClipTextConfig((fixture.config as { text: unknown }).text, 'text');
    const weights = fixture.weights.at('text');
    const table = await readTensor(
      weights.at('text_model', 'embeddings', 'token_embedding').tensor('weight', [64, 24]),
    );
    const ids = [...(await fixture.io(name)).data];
    const rows = reshaped(
      concatenate(
        ids.map((id) => slice(table, 0, id, id + 1)),
        0,
      ),
      [1, ids.length, 24],
    );
    const session = await runtime.session('text', () => clipTextGraph(config, weights));
    const { hidden } = await session.run({ rows: injected ? injectWords(rows, injected, POSITION) : rows });
    return hidden ?? filled([1], NaN);
  };

  before(async () => {
    fixture = await openFixture('pipeline');
    const { weights } = fixture;
    const global = await runtime.session('global', () =>
      globalMapperGraph(mapperConfig(weights.at('global'), 16), weights.at('global')),
    );
    const local = await runtime.session('local', () =>
      localMapperGraph(mapperConfig(weights.at('local'), 16), weights.at('local')),
    );
    words = (await global.run(await features('pixels')))['words'] ?? filled([1], NaN);
    patches =
      (await local.run({ ...(await features('objects')), mask: await fixture.io('mask') }))['patches'] ??
      filled([1], NaN);
    text = await encode('ids', slice(words, 1, 0, 1));
    blank = await encode('empty');
    const config = parseUnetConfig((fixture.config as { unet: unknown }).unet, 'unet');
    const parts = { unet: weights.at('unet'), global: weights.at('global'), local: weights.at('local') };
    const dims = { height: 8, width: 8, tokens: 12, patches: 16 };
    elite = await runtime.session('elite', () => eliteUnetGraph(config, parts, { ...dims, references: 1 }));
    globalOnly = await runtime.session('globalOnly', () =>
      eliteUnetGraph(config, parts, { ...dims, references: 0 }),
    );
  });

  after(() => runtime.dispose());

  const conditional =
    (lambda: number): NoisePrediction =>
    async (sample, timestep) => {
      const word = reshaped(
        tensor(
          Array.from({ length: 12 }, (_, i) => Number(i === POSITION)),
          [12],
        ),
        [1, 12, 1],
      );
      const feeds = {
        sample,
        timestep: tensor([timestep], [1]),
        text,
        word_0: word,
        patches_0: patches,
        lambda_0: filled([7], lambda),
      };
      return (await elite.run(feeds))['epsilon'] ?? filled([1], NaN);
    };

  const plain =
    (context: () => Tensor): NoisePrediction =>
    async (sample, timestep) =>
      (await globalOnly.run({ sample, timestep: tensor([timestep], [1]), text: context() }))['epsilon'] ??
      filled([1], NaN);

  it('encodes the picture to the same words and patches, and the prompt to the same text', async () => {
    assert.ok(relativeL2(words, await fixture.io('words')) < NETWORK);
    assert.ok(relativeL2(patches, await fixture.io('patches')) < NETWORK);
    assert.ok(relativeL2(text, await fixture.io('text')) < NETWORK);
    assert.ok(relativeL2(blank, await fixture.io('blank')) < NETWORK);
  });

  for (const steps of [25, 100]) {
    for (const lambda of ['0.0', '0.6', '0.8', '1.2']) {
      it(`ends at the same latents after ${steps} LMS steps with λ ${lambda}`, async () => {
        const levels = noiseLevels(STABLE_DIFFUSION);
        const sigmas = linearInTime(levels, steps);
        const predict = guided(
          conditional(Number(lambda)),
          plain(() => blank),
          5,
        );
        const start = scale(sigmas[0] ?? 0, gaussianNoise(42, [1, 4, 8, 8]));
        const latent = await lms(epsilonDenoiser(levels, predict), start, sigmas);
        const error = relativeL2(latent, await fixture.io(`latent_${steps}_${lambda}`));
        assert.ok(error < TRAJECTORY, `relative error ${error}`);
      });
    }
  }

  it('is bit for bit the global-only model when λ is 0', async () => {
    const x = gaussianNoise(7, [1, 4, 8, 8]);
    const a = await conditional(0)(x, 500.5, 0);
    const b = await plain(() => text)(x, 500.5, 0);
    assert.deepEqual(a.data, b.data);
  });
});
