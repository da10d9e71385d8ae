import type { Module } from '../checkpoint/module.ts';
import { present, type Sessions } from '../onnx/session.ts';
import { pictureAt } from '../image/layout.ts';
import { concatenate, type Tensor } from '../tensor/tensor.ts';
import { eachPicture } from './clip-judge.ts';
import { dinoGraph } from './dino.ts';
import type { DinoConfig } from './dino-config.ts';
import type { Judge, LabelJudge } from './judge.ts';
import { clipAsTensor, dinoPixels, toyPixels } from './judge-pixels.ts';
import { toyIdentityGraph, toyLabelGraph, type ToyJudgeConfig } from './toy-judge.ts';

/** What a network that looks at pictures alone is made of. */
export interface PictureJudgeParts<Config> {
  /** Tells these weights from all others that are loaded. */
  readonly key: string;
  readonly config: Config;
  readonly weights: Module;
  readonly sessions: Sessions;
}

/** How DINO is shown its pictures: as in its own evaluation, or as Textual Inversion's evaluator would show them. */
const DINO_PIXELS = { 'dino-s16/eval': dinoPixels, 'dino-s16/clip': clipAsTensor } as const;

/** DINO as a judge: the class token after the final norm (Caron et al. 2021). */
export function dinoJudge(id: keyof typeof DINO_PIXELS, parts: PictureJudgeParts<DinoConfig>): Judge {
  const { key, config, weights, sessions } = parts;
  const features = async (one: Tensor, signal?: AbortSignal): Promise<Tensor> => {
    const session = await sessions.session(`dino ${key}`, (dialect) => dinoGraph(config, weights, dialect));
    const pixels = DINO_PIXELS[id](one, config.imageSize);
    return present(await session.run({ pixels }, signal), 'features', 'dino');
  };
  return { id, pictures: (images, signal) => eachPicture(images, (one) => features(one, signal)) };
}

/** The toy world's identity network as a judge. */
export function toyIdentityJudge({
  key,
  config,
  weights,
  sessions,
}: PictureJudgeParts<ToyJudgeConfig>): Judge {
  const features = async (one: Tensor, signal?: AbortSignal): Promise<Tensor> => {
    const session = await sessions.session(`toy identity ${key}`, (dialect) =>
      toyIdentityGraph(config, weights, dialect),
    );
    const pixels = toyPixels(one, config.imageSize);
    return present(await session.run({ pixels }, signal), 'identity', 'toy identity');
  };
  return { id: 'tiny-id', pictures: (images, signal) => eachPicture(images, (one) => features(one, signal)) };
}

/** The toy world's label network. */
export function toyLabelJudge(parts: PictureJudgeParts<ToyJudgeConfig>): LabelJudge {
  const { key, config, weights, sessions } = parts;
  const { names, imageSize } = config;
  return {
    id: 'tiny-label',
    names,
    async labels(images, signal) {
      const session = await sessions.session(`toy labels ${key}`, (dialect) =>
        toyLabelGraph(config, weights, dialect),
      );
      const rows: Readonly<Record<string, Tensor>>[] = [];
      for (let b = 0; b < (images.dims[0] ?? 0); b += 1)
        rows.push(await session.run({ pixels: toyPixels(pictureAt(images, b), imageSize) }, signal));
      const of = (head: string): Tensor =>
        concatenate(
          rows.map((row) => present(row, head, 'toy labels')),
          0,
        );
      return Object.fromEntries(Object.keys(names).map((head) => [head, of(head)]));
    },
  };
}
