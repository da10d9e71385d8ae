import { dirname } from 'node:path';
import { count, parseClipTextConfig } from '../clip/config.ts';
import { ClipTextEncoder } from '../clip/text-encoder.ts';
import { ClipTokenizer } from '../clip/tokenizer.ts';
import type { Sessions } from '../onnx/session.ts';
import { Autoencoder } from './autoencoder.ts';
import type { BundleFolder } from './bundle-folder.ts';
import type { DiffusionModel } from './diffusion-model.ts';
import { noiseLevels, parseDiffusionConfig, STABLE_DIFFUSION } from './schedule.ts';
import { parseUnetConfig } from './unet-config.ts';
import { parseVaeConfig } from './vae.ts';

/** The parts of a bundle that draw pictures from text. */
export interface Pipeline {
  readonly model: DiffusionModel;
  readonly clip: ClipTextEncoder;
  readonly vae: Autoencoder;
  /** Side of the pictures that the model draws, pixels. */
  readonly imageSize: number;
}

/** How many bundles a process remembers; what they share is in the sessions anyway. */
const REMEMBERED = 4;
const opened = new WeakMap<Sessions, Map<string, Promise<Pipeline>>>();

/**
 * Opens the parts of a bundle that draw pictures from text; their weights are loaded when they are first used.
 * @throws naming the file that is missing, damaged or of another kind
 */
export function openPipeline(bundle: BundleFolder, sessions: Sessions): Promise<Pipeline> {
  const known = opened.get(sessions) ?? new Map<string, Promise<Pipeline>>();
  opened.set(sessions, known);
  const key = `${bundle.path} ${bundle.digest}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const opening = open(bundle, sessions);
  known.set(key, opening);
  opening.catch(() => known.delete(key));
  for (const old of [...known.keys()].slice(0, -REMEMBERED)) known.delete(old);
  return opening;
}

/** The tokenizer of a bundle. */
export const openTokenizer = async (bundle: BundleFolder): Promise<ClipTokenizer> =>
  ClipTokenizer.open(dirname(await bundle.file('tokenizer', 'vocabulary')));

async function open(bundle: BundleFolder, sessions: Sessions): Promise<Pipeline> {
  const vae = await openAutoencoder(bundle, sessions);
  const unet = await bundle.config('unet');
  const model = {
    ...(await bundle.weights('unet')),
    config: parseUnetConfig(unet.json, unet.where),
    levels: noiseLevels(await diffusionConfig(bundle)),
    latentScale: vae.config.scalingFactor,
    sessions,
  };
  const imageSize = count(bundle.manifest, 'image_size', bundle.path, 512);
  return { model, vae, clip: await openTextEncoder(bundle, sessions), imageSize };
}

async function openAutoencoder(bundle: BundleFolder, sessions: Sessions): Promise<Autoencoder> {
  const { json, where } = await bundle.config('vae');
  return new Autoencoder({
    ...(await bundle.weights('vae')),
    config: parseVaeConfig(json, where),
    sessions,
  });
}

async function openTextEncoder(bundle: BundleFolder, sessions: Sessions): Promise<ClipTextEncoder> {
  const { json, where } = await bundle.config('text_encoder');
  const config = parseClipTextConfig(json, where);
  const tokenizer = await openTokenizer(bundle);
  if (tokenizer.length !== config.length) {
    throw new Error(
      `${where}, max_position_embeddings: expected ${tokenizer.length}, the tokenizer's length, got ${config.length}`,
    );
  }
  return new ClipTextEncoder({ ...(await bundle.weights('text_encoder')), config, tokenizer, sessions });
}

async function diffusionConfig(bundle: BundleFolder): Promise<typeof STABLE_DIFFUSION> {
  if (!bundle.has('scheduler')) return STABLE_DIFFUSION;
  const { json, where } = await bundle.config('scheduler');
  return parseDiffusionConfig(json, where);
}
