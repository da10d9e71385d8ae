import { dirname } from 'node:path';
import type { Module } from '../checkpoint/module.ts';
import { parseClipTextConfig, parseClipVisionConfig, type ClipVisionConfig } from '../clip/config.ts';
import { ClipTextEncoder } from '../clip/text-encoder.ts';
import { ClipTokenizer } from '../clip/tokenizer.ts';
import { ClipVisionEncoder } from '../clip/vision-encoder.ts';
import type { Sessions } from '../onnx/session.ts';
import { clipJudge } from './clip-judge.ts';
import { dinoConfig } from './dino-config.ts';
import { clipAsPillow, clipAsTensor } from './judge-pixels.ts';
import type { Judge, JudgeId, Judges, LabelJudge } from './judge.ts';
import { dinoJudge, toyIdentityJudge, toyLabelJudge } from './picture-judges.ts';
import { publishedWeights, whereExpected } from './published-weights.ts';
import { toyJudgeConfig } from './toy-judge.ts';

/** What a bundle must offer to be asked for its judges; `BundleFolder` of `method/diffusion` does. */
interface JudgeParts {
  has(part: string): boolean;
  config(part: string): Promise<{ readonly json: Readonly<Record<string, unknown>>; readonly where: string }>;
  weights(part: string): Promise<{ readonly key: string; readonly weights: Module }>;
  file(part: string, member: string): Promise<string>;
}

/** Where judges come from. */
export interface JudgeSources {
  /** The bundle whose own CLIP and evaluators serve where nothing else is asked for. */
  readonly bundle?: JudgeParts;
  /** Folders of models: published weights lie in their folder `evaluators/`. */
  readonly models: readonly string[];
  /** The CLIP to judge by; without it that of the bundle. */
  readonly text?: TextPreset;
  /** How DINO is shown its pictures; `dino-s16/eval` if not said. */
  readonly picture?: PicturePreset;
}

/** The ways to judge texts and pictures by CLIP. */
export const TEXT_PRESETS = ['tiny-clip', 'clip-b32/pil', 'clip-b32/ti', 'clip-l14/pil'] as const;

/** The ways to judge pictures by DINO. */
export const PICTURE_PRESETS = ['dino-s16/eval', 'dino-s16/clip'] as const;

export type TextPreset = (typeof TEXT_PRESETS)[number];
export type PicturePreset = (typeof PICTURE_PRESETS)[number];

/** A judge, or why there is none. */
type Found<T> = T | string;

/**
 * Opens the judges that there are; weights are loaded when they are first used.
 * @throws naming the file that is damaged or of another kind; one that is not there makes its judge absent
 */
export async function openJudges(sources: JudgeSources, sessions: Sessions): Promise<Judges> {
  const found = {
    text: await textJudge(sources, sessions),
    picture: await pictureJudge(sources, sessions),
    identity: await toyJudge(sources.bundle, sessions, toyIdentityJudge),
    labels: await toyJudge<LabelJudge>(sources.bundle, sessions, toyLabelJudge),
  };
  const isMissing = ([, judge]: [string, Found<object>]): boolean => typeof judge === 'string';
  const entries = Object.entries(found);
  return {
    ...Object.fromEntries(entries.filter((entry) => !isMissing(entry))),
    missing: Object.fromEntries(entries.filter(isMissing)),
  };
}

async function textJudge({ bundle, models, text }: JudgeSources, sessions: Sessions): Promise<Found<Judge>> {
  if (text !== undefined && text !== 'tiny-clip') {
    const found = await publishedClip(text, models, sessions);
    if (typeof found !== 'string' || text !== 'clip-l14/pil') return found;
  }
  if (bundle === undefined) return 'no weights (a bundle brings its own CLIP, but none is given)';
  const own = await bundleClip(bundle, sessions);
  if (text === undefined || own.id === text) return own;
  return text === 'tiny-clip'
    ? `no weights (the CLIP of this bundle is ${own.id})`
    : whereExpected(folderOf(text), models);
}

async function pictureJudge({ models, picture }: JudgeSources, sessions: Sessions): Promise<Found<Judge>> {
  const id = picture ?? 'dino-s16/eval';
  const found = await publishedWeights(folderOf(id), models);
  if (typeof found === 'string') return found;
  const { key, weights, config, where } = found;
  return dinoJudge(id, { key, weights, config: dinoConfig(weights, config, where), sessions });
}

async function toyJudge<T>(
  bundle: JudgeParts | undefined,
  sessions: Sessions,
  judge: (parts: Parameters<typeof toyIdentityJudge>[0]) => T,
): Promise<Found<T>> {
  if (bundle?.has('evaluators') !== true) return 'no weights (the bundle has no part evaluators)';
  const { json, where } = await bundle.config('evaluators');
  return judge({ ...(await bundle.weights('evaluators')), config: toyJudgeConfig(json, where), sessions });
}

async function publishedClip(
  id: Exclude<TextPreset, 'tiny-clip'>,
  models: readonly string[],
  sessions: Sessions,
): Promise<Found<Judge>> {
  const found = await publishedWeights(folderOf(id), models);
  if (typeof found === 'string') return found;
  const { key, weights, config, where, tokenizer } = found;
  const vision = { key, weights, config: parseClipVisionConfig(config ?? {}, where), layers: [], sessions };
  const text = textEncoder({ key, weights, json: config ?? {}, where, folder: tokenizer }, sessions);
  const pixels = id === 'clip-b32/ti' ? clipAsTensor : clipAsPillow;
  return clipJudge({ id, vision: new ClipVisionEncoder(vision), pixels, ...(await text) });
}

/** The CLIP of a bundle. It judges the method whose features it feeds, and so is a biased judge. */
async function bundleClip(bundle: JudgeParts, sessions: Sessions): Promise<Judge> {
  const image = await bundle.config('image_encoder');
  const config = parseClipVisionConfig(image.json, image.where);
  const vision = { ...(await bundle.weights('image_encoder')), config, layers: [], sessions };
  const { json, where } = await bundle.config('text_encoder');
  const folder = dirname(await bundle.file('tokenizer', 'vocabulary'));
  const text = textEncoder({ ...(await bundle.weights('text_encoder')), json, where, folder }, sessions);
  const id = presetOf(config);
  return clipJudge({ id, vision: new ClipVisionEncoder(vision), pixels: clipAsPillow, ...(await text) });
}

interface TextFiles {
  readonly key: string;
  readonly weights: Module;
  readonly json: unknown;
  readonly where: string;
  /** The tokenizer's. */
  readonly folder: string | undefined;
}

async function textEncoder(
  { key, weights, json, where, folder }: TextFiles,
  sessions: Sessions,
): Promise<{ readonly text?: ClipTextEncoder }> {
  if (folder === undefined || !weights.has('text_projection.weight')) return {};
  const tokenizer = await ClipTokenizer.open(folder);
  const config = parseClipTextConfig(json, where);
  return { text: new ClipTextEncoder({ key, weights, config, tokenizer, sessions }) };
}

/** The released CLIPs are known by their sizes; any other is a bundle's own. */
function presetOf({ width, patchSize, imageSize }: ClipVisionConfig): JudgeId {
  if (imageSize === 224 && width === 1024 && patchSize === 14) return 'clip-l14/pil';
  return imageSize === 224 && width === 768 && patchSize === 32 ? 'clip-b32/pil' : 'tiny-clip';
}

/** The folder that published weights are looked for in, as their publishers name it. */
const folderOf = (id: Exclude<TextPreset, 'tiny-clip'> | PicturePreset): string =>
  ({
    'clip-b32/pil': 'clip-vit-base-patch32',
    'clip-b32/ti': 'clip-vit-base-patch32',
    'clip-l14/pil': 'clip-vit-large-patch14',
    'dino-s16/eval': 'dino-vits16',
    'dino-s16/clip': 'dino-vits16',
  })[id];
