import { parseClipTextConfig, parseClipVisionConfig } from '../method/clip/config.ts';
import { ClipTextEncoder } from '../method/clip/text-encoder.ts';
import { ClipTokenizer } from '../method/clip/tokenizer.ts';
import { ClipVisionEncoder } from '../method/clip/vision-encoder.ts';
import { guided, type NoisePrediction } from '../method/diffusion/guidance.ts';
import type { DiffusionModel } from '../method/diffusion/diffusion-model.ts';
import { sampleLatents } from '../method/diffusion/sample-latents.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../method/diffusion/schedule.ts';
import { parseUnetConfig } from '../method/diffusion/unet-config.ts';
import { injectWords } from '../method/elite/inject.ts';
import { lambdaSchedule } from '../method/elite/lambda.ts';
import { GlobalMapper, LocalMapper } from '../method/elite/mapper.ts';
import { elitePrediction, layerCount } from '../method/elite/prediction.ts';
import type { Sessions } from '../method/onnx/session.ts';
import { relativeL2, slice, zeros, type Tensor } from '../method/tensor/tensor.ts';
import { openFixture, parityFolder, type Fixture } from '../test/support/fixtures.ts';
import type { Comparison } from './comparison.ts';

/** Order of the vision tower's layers in the fixture: the last first, as in ELITE. */
const LAYERS = [6, 1, 2, 3, 4];
/** Where the word stands in the fixture's prompt. */
const POSITION = 4;
const GUIDANCE = 5;
/** Single networks: 32 bits on both sides, sums in another order. */
const NETWORK = 1e-4;
/** A hundred steps of guided sampling carry those differences on. */
const TRAJECTORY = 1e-3;

/** The whole method on the fixture's random networks, by the classes that the nodes use. */
export interface PipelineCase {
  readonly fixture: Fixture;
  readonly model: DiffusionModel;
  readonly words: Tensor;
  readonly patches: Tensor;
  readonly text: Tensor;
  readonly blank: Tensor;
  /** ε of the prompt: with patches and this λ, or of the global-only model. */
  readonly predict: (lambda?: string) => NoisePrediction;
  /** ε of the empty prompt. */
  readonly unconditional: NoisePrediction;
}

/** Encodes the fixture's picture and prompt. */
export async function openPipelineCase(sessions: Sessions): Promise<PipelineCase> {
  const fixture = await openFixture('pipeline');
  const configs = fixture.config as Readonly<Record<'unet' | 'vision' | 'text', unknown>>;
  const part = (key: string) => ({ key, weights: fixture.weights.at(key), sessions });
  const vision = new ClipVisionEncoder({
    ...part('vision'),
    config: parseClipVisionConfig(configs.vision, 'vision'),
    layers: LAYERS,
  });
  const clip = new ClipTextEncoder({
    ...part('text'),
    config: parseClipTextConfig(configs.text, 'text'),
    tokenizer: await ClipTokenizer.open(parityFolder('tokenizer')),
  });
  const model: DiffusionModel = {
    ...part('unet'),
    config: parseUnetConfig(configs.unet, 'unet'),
    levels: noiseLevels(STABLE_DIFFUSION),
    latentScale: 1,
  };
  const [global, local] = [new GlobalMapper(part('global')), new LocalMapper(part('local'))];
  const words = await global.words(await vision.features(await fixture.io('pixels')));
  const patches = await local.patches(
    await vision.features(await fixture.io('objects')),
    await fixture.io('mask'),
  );
  const rows = async (name: string) => clip.rows([...(await fixture.io(name)).data]);
  const text = await clip.hidden(injectWords(await rows('ids'), slice(words, 1, 0, 1), POSITION));
  const blank = await clip.hidden(await rows('empty'));
  const prompt = { text, positions: [POSITION] };
  return {
    ...{ fixture, model, words, patches, text, blank },
    predict: (lambda) => {
      if (lambda === undefined) return elitePrediction(model, global, prompt);
      const schedule = lambdaSchedule(lambda, { steps: 100, layers: layerCount(model) });
      return elitePrediction(model, global, prompt, {
        reference: { mapper: local, patches, lambda: schedule },
      });
    },
    unconditional: elitePrediction(model, global, { text: blank, positions: [] }),
  };
}

/** From picture and prompt to latents after 25 and 100 LMS steps, beside the same in PyTorch. */
export async function comparePipeline(sessions: Sessions): Promise<Comparison[]> {
  const pipeline = await openPipelineCase(sessions);
  const { fixture, model } = pipeline;
  const network = 'whole method';
  const rows: Comparison[] = [];
  for (const output of ['words', 'patches', 'text', 'blank'] as const) {
    const error = relativeL2(pipeline[output], await fixture.io(output));
    rows.push({ network, output, error, limit: NETWORK });
  }
  for (const steps of [25, 100]) {
    for (const lambda of ['0.0', '0.6', '0.8', '1.2']) {
      const predict = guided(pipeline.predict(lambda), pipeline.unconditional, GUIDANCE);
      const settings = { seed: 42n, steps, samplerName: 'lms', scheduler: 'normal', denoise: 1 };
      const latent = await sampleLatents(predict, model, zeros([1, 4, 8, 8]), settings);
      const error = relativeL2(latent, await fixture.io(`latent_${steps}_${lambda}`));
      rows.push({ network, output: `latents, ${steps} LMS steps, λ ${lambda}`, error, limit: TRAJECTORY });
    }
  }
  return rows;
}
