import type { Module } from '../checkpoint/module.ts';
import { parseClipTextConfig, parseClipVisionConfig } from '../clip/config.ts';
import { clipTextGraph, textTower } from '../clip/text.ts';
import { clipVisionGraph } from '../clip/vision.ts';
import type { BundleFolder } from '../diffusion/bundle-folder.ts';
import { openTokenizer } from '../diffusion/pipeline.ts';
import { parseUnetConfig } from '../diffusion/unet-config.ts';
import { parseVaeConfig, vaeDecoderGraph, vaeEncoderGraph } from '../diffusion/vae.ts';
import { eliteConfig } from './bundle.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig, type MapperConfig } from './mappers.ts';
import { eliteUnetGraph } from './unet-graph.ts';

/** Sizes that no key or shape depends on. */
const STEP = { height: 8, width: 8, tokens: 8, patches: 4, references: 1 };

/**
 * Checks every key and shape of a bundle by building each of its graphs; nothing is loaded or run.
 * @throws with the part, the full key and both shapes
 */
export async function checkBundle(bundle: BundleFolder): Promise<void> {
  const { width: visionWidth, patches } = await checkVision(bundle);
  const textWidth = await checkText(bundle);
  const vae = await bundle.config('vae');
  const vaeConfig = parseVaeConfig(vae.json, vae.where);
  await inPart(bundle, 'vae', (weights) => {
    vaeEncoderGraph(vaeConfig, weights);
    vaeDecoderGraph(vaeConfig, weights);
  });
  const expected = { width: visionWidth, words: textWidth };
  await inPart(bundle, 'global_mapper', (weights) =>
    globalMapperGraph(fitting(mapperConfig(weights, patches), expected), weights),
  );
  await inPart(bundle, 'local_mapper', (weights) =>
    localMapperGraph(fitting(mapperConfig(weights, patches), expected), weights),
  );
  await checkUnet(bundle, textWidth);
}

async function checkVision(bundle: BundleFolder): Promise<{ width: number; patches: number }> {
  const { layers, grid } = await eliteConfig(bundle, 'global_mapper');
  const { json, where } = await bundle.config('image_encoder');
  const config = parseClipVisionConfig(json, where);
  await inPart(bundle, 'image_encoder', (weights) => clipVisionGraph(config, weights, layers));
  return { width: config.width, patches: grid ** 2 };
}

async function checkText(bundle: BundleFolder): Promise<number> {
  const { json, where } = await bundle.config('text_encoder');
  const config = parseClipTextConfig(json, where);
  await openTokenizer(bundle);
  await inPart(bundle, 'text_encoder', (weights) => {
    textTower(weights)
      .at('embeddings', 'token_embedding')
      .tensor('weight', [config.vocabulary, config.width]);
    clipTextGraph(config, weights);
  });
  return config.width;
}

async function checkUnet(bundle: BundleFolder, textWidth: number): Promise<void> {
  const { json, where } = await bundle.config('unet');
  const config = parseUnetConfig(json, where);
  if (config.contextWidth !== textWidth)
    throw new Error(
      `${where}, cross_attention_dim: expected ${textWidth}, the text encoder's width, got ${config.contextWidth} (a Stable Diffusion 2.x checkpoint?)`,
    );
  const { weights: global } = await bundle.weights('global_mapper');
  const { weights: local } = await bundle.weights('local_mapper');
  await inPart(bundle, 'unet', (unet) => eliteUnetGraph(config, { unet, global, local }, STEP));
}

/** Runs a check of a part's weights and puts the part before what it refuses. */
async function inPart(
  bundle: BundleFolder,
  part: string,
  check: (weights: Module) => unknown,
): Promise<void> {
  const { weights } = await bundle.weights(part);
  try {
    check(weights);
  } catch (cause) {
    throw new Error(`${part}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function fitting(config: MapperConfig, expected: Pick<MapperConfig, 'width' | 'words'>): MapperConfig {
  const { width, words } = expected;
  if (config.width === width && config.words === words) return config;
  throw new Error(
    `mapping_0: expected a mapper from ${width} to ${words}, the widths of the two towers, got one from ${config.width} to ${config.words} (of another CLIP?)`,
  );
}
