import { Audit, AuditError } from '../checkpoint/audit.ts';
import { Module } from '../checkpoint/module.ts';
import { parseClipTextConfig, parseClipVisionConfig } from '../clip/config.ts';
import { clipTextGraph, textTower } from '../clip/text.ts';
import { clipVisionGraph } from '../clip/vision.ts';
import type { BundleFolder } from '../diffusion/bundle-folder.ts';
import { plainUnetGraph } from '../diffusion/diffusion-model.ts';
import { openTokenizer } from '../diffusion/pipeline.ts';
import { parseDiffusionConfig } from '../diffusion/schedule.ts';
import { parseUnetConfig } from '../diffusion/unet-config.ts';
import { parseVaeConfig, vaeDecoderGraph, vaeEncoderGraph } from '../diffusion/vae.ts';
import { eliteConfig } from './bundle.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig, type MapperConfig } from './mappers.ts';
import { eliteUnetGraph } from './unet-graph.ts';

/** Sizes that no key or shape depends on. */
const STEP = { height: 8, width: 8, tokens: 8, patches: 4, references: 1 };

/**
 * Checks every key and shape of a bundle by building each of its graphs; nothing is loaded or run.
 * @returns keys that no network asks for, by the file that has them
 * @throws with the file, the part, the full key and both shapes, and how many more there are
 */
export async function checkBundle(folder: BundleFolder): Promise<ReadonlyMap<string, readonly string[]>> {
  const bundle = { folder, asked: new Map<string, Asked>() };
  const { width: visionWidth, patches } = await checkVision(bundle);
  const textWidth = await checkText(bundle);
  const vae = await folder.config('vae');
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
  await checkScheduler(folder);
  return unusedKeys(bundle.asked);
}

/** What the networks asked of one file. */
interface Asked {
  readonly audit: Audit;
  readonly keys: Set<string>;
}

/** A bundle that is being checked; towers that share a file share its audit. */
interface Checked {
  readonly folder: BundleFolder;
  readonly asked: Map<string, Asked>;
}

/** Published CLIP files carry them; no network needs them. */
const HARMLESS = /(^|\.)position_ids$|^logit_scale$/;

function unusedKeys(asked: ReadonlyMap<string, Asked>): ReadonlyMap<string, readonly string[]> {
  const unused = [...asked].map(
    ([file, { audit, keys }]) =>
      [file, audit.unused([...keys]).filter((key) => !HARMLESS.test(key))] as const,
  );
  return new Map(unused.filter(([, keys]) => keys.length > 0));
}

async function checkVision(bundle: Checked): Promise<{ width: number; patches: number }> {
  const { layers, grid } = await eliteConfig(bundle.folder, 'global_mapper');
  const { json, where } = await bundle.folder.config('image_encoder');
  const config = parseClipVisionConfig(json, where);
  await inPart(bundle, 'image_encoder', (weights) => clipVisionGraph(config, weights, layers));
  return { width: config.width, patches: grid ** 2 };
}

async function checkText(bundle: Checked): Promise<number> {
  const { json, where } = await bundle.folder.config('text_encoder');
  const config = parseClipTextConfig(json, where);
  await openTokenizer(bundle.folder);
  await inPart(bundle, 'text_encoder', (weights) => {
    textTower(weights)
      .at('embeddings', 'token_embedding')
      .tensor('weight', [config.vocabulary, config.width]);
    clipTextGraph(config, weights);
  });
  return config.width;
}

async function checkUnet(bundle: Checked, textWidth: number): Promise<void> {
  const { json, where } = await bundle.folder.config('unet');
  const config = parseUnetConfig(json, where);
  if (config.contextWidth !== textWidth)
    throw new Error(
      `${where}, cross_attention_dim: expected ${textWidth}, the text encoder's width, got ${config.contextWidth} (a Stable Diffusion 2.x checkpoint?)`,
    );
  const [global, local] = [await audited(bundle, 'global_mapper'), await audited(bundle, 'local_mapper')];
  await inPart(bundle, 'unet', (unet) => {
    plainUnetGraph({ config, weights: unet }, STEP);
    eliteUnetGraph(config, { unet, global: global.weights, local: local.weights }, STEP);
  });
  refuseFaults(global);
  refuseFaults(local);
}

async function checkScheduler(folder: BundleFolder): Promise<void> {
  if (!folder.has('scheduler')) return;
  const { json, where } = await folder.config('scheduler');
  parseDiffusionConfig(json, where);
}

interface Audited {
  /** The file and the part, for messages. */
  readonly where: string;
  readonly weights: Module;
  readonly audit: Audit;
}

/** A part's weights with the audit of their file. */
async function audited({ folder, asked }: Checked, part: string): Promise<Audited> {
  const { checkpoint } = (await folder.weights(part)).weights;
  const file = await folder.file(part, 'weights');
  const { audit, keys } = asked.get(file) ?? { audit: new Audit(), keys: new Set<string>() };
  asked.set(file, { audit, keys });
  for (const key of checkpoint.keys) keys.add(key);
  return { where: `${file}, ${part}`, weights: new Module(checkpoint, '', audit), audit };
}

/** Runs a check of a part's weights and puts the file and the part before what it refuses. */
async function inPart(bundle: Checked, part: string, check: (weights: Module) => unknown): Promise<void> {
  const found = await audited(bundle, part);
  try {
    check(found.weights);
  } catch (cause) {
    refuseFaults(found); // a fault is what the rest follows from
    throw new Error(`${found.where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  refuseFaults(found);
}

/** Keys of a mapper that the UNet asks for and not the mapper itself. */
const ATTENTION = /_attn2_to_[kv]\.weight$/;

function refuseFaults({ where, weights, audit }: Audited): void {
  if (audit.faults.length === 0) return;
  const keys = weights.checkpoint.keys.filter((key) => !ATTENTION.test(key));
  throw new AuditError(where, audit, keys);
}

function fitting(config: MapperConfig, expected: Pick<MapperConfig, 'width' | 'words'>): MapperConfig {
  const { width, words } = expected;
  if (config.width === width && config.words === words) return config;
  throw new Error(
    `mapping_0: expected a mapper from ${width} to ${words}, the widths of the two towers, got one from ${config.width} to ${config.words} (of another CLIP?)`,
  );
}
