import { Audit, AuditError } from '../checkpoint/audit.ts';
import { Module } from '../checkpoint/module.ts';
import {
  parseClipTextConfig,
  parseClipVisionConfig,
  type ClipTextConfig,
  type ClipVisionConfig,
} from '../clip/config.ts';
import { clipTextGraph, textTower } from '../clip/text.ts';
import { clipVisionGraph } from '../clip/vision.ts';
import type { BundleFolder } from '../diffusion/bundle-folder.ts';
import { plainUnetGraph } from '../diffusion/diffusion-model.ts';
import { openTokenizer } from '../diffusion/pipeline.ts';
import { parseDiffusionConfig } from '../diffusion/schedule.ts';
import { parseUnetConfig, type UnetConfig } from '../diffusion/unet-config.ts';
import { parseVaeConfig, vaeDecoderGraph, vaeEncoderGraph } from '../diffusion/vae.ts';
import { eliteConfig } from './bundle.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig, type MapperConfig } from './mappers.ts';
import { eliteUnetGraph } from './unet-graph.ts';

/** Sizes that no key or shape depends on. */
const STEP = { height: 8, width: 8, tokens: 8, patches: 4, references: 1 };

/** What was found of a bundle. */
export interface BundleCheck {
  /** What is wrong, one error for each part: the file, the part, the full key and both shapes, and how many more there are. */
  readonly faults: readonly Error[];
  /** Keys that no network asks for, by the file that has them. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
}

/** Checks every key and shape of a bundle by building each of its graphs; nothing is loaded or run, and a faulty part stops no other. */
export async function findFaults(folder: BundleFolder): Promise<BundleCheck> {
  const bundle = { folder, asked: new Map<string, Asked>() };
  const faults = new Map<string, Error>();
  const attempt = async <T>(check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check();
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      faults.set(error.message, error); // of parts that share a file it would be told twice
      return undefined;
    }
  };
  const vision = await attempt(() => visionOf(folder));
  const text = await attempt(() => textOf(folder));
  if (vision)
    await attempt(() =>
      inPart(bundle, 'image_encoder', (weights) => clipVisionGraph(vision.config, weights, vision.layers)),
    );
  if (text) await attempt(() => checkText(bundle, text));
  await attempt(() => checkTokenizer(folder, text));
  await attempt(() => checkVae(bundle));
  if (vision && text) {
    const expected = { width: vision.config.width, words: text.width };
    const mapper = (weights: Module) => fitting(mapperConfig(weights, vision.patches), expected);
    await attempt(() =>
      inPart(bundle, 'global_mapper', (weights) => globalMapperGraph(mapper(weights), weights)),
    );
    await attempt(() =>
      inPart(bundle, 'local_mapper', (weights) => localMapperGraph(mapper(weights), weights)),
    );
  }
  const unet = await attempt(() => checkUnet(bundle, text?.width));
  await attempt(() => checkScheduler(folder));
  return { faults: [...faults.values()], unused: unusedKeys(bundle.asked, unet !== undefined) };
}

/**
 * Checks a bundle whose faults are not wanted one by one.
 * @returns keys that no network asks for, by the file that has them @throws the first fault
 */
export async function checkBundle(folder: BundleFolder): Promise<ReadonlyMap<string, readonly string[]>> {
  const { faults, unused } = await findFaults(folder);
  if (faults[0]) throw faults[0];
  return unused;
}

/** What the networks asked of one file. */
interface Asked {
  readonly used: Set<string>;
  readonly keys: Set<string>;
}

/** A bundle that is being checked; towers that share a file share what was used of it. */
interface Checked {
  readonly folder: BundleFolder;
  readonly asked: Map<string, Asked>;
}

/** Keys of a mapper that the UNet asks for and not the mapper itself. */
const ATTENTION = /_attn2_to_[kv]\.weight$/;

/** Published CLIP files carry them; no network needs them. */
const HARMLESS = /(^|\.)position_ids$|^logit_scale$/;

/** @param hasAttention whether the UNet came to ask for its keys of the mappers */
function unusedKeys(
  asked: ReadonlyMap<string, Asked>,
  hasAttention: boolean,
): ReadonlyMap<string, readonly string[]> {
  const isKnown = (key: string) => HARMLESS.test(key) || (!hasAttention && ATTENTION.test(key));
  const unused = [...asked].map(
    ([file, { used, keys }]) => [file, [...keys].filter((key) => !used.has(key) && !isKnown(key))] as const,
  );
  return new Map(unused.filter(([, keys]) => keys.length > 0));
}

/** A vision tower, the layers that are taken of it, and the number of its patches. */
interface Vision {
  readonly config: ClipVisionConfig;
  readonly layers: readonly number[];
  readonly patches: number;
}

async function visionOf(folder: BundleFolder): Promise<Vision> {
  const { layers, grid } = await eliteConfig(folder, 'global_mapper');
  const { json, where } = await folder.config('image_encoder');
  return { config: parseClipVisionConfig(json, where), layers, patches: grid ** 2 };
}

async function textOf(folder: BundleFolder): Promise<ClipTextConfig> {
  const { json, where } = await folder.config('text_encoder');
  return parseClipTextConfig(json, where);
}

function checkText(bundle: Checked, config: ClipTextConfig): Promise<void> {
  return inPart(bundle, 'text_encoder', (weights) => {
    textTower(weights)
      .at('embeddings', 'token_embedding')
      .tensor('weight', [config.vocabulary, config.width]);
    clipTextGraph(config, weights);
  });
}

/** Opens the tokenizer, and holds it against the text encoder that reads its tokens. */
async function checkTokenizer(folder: BundleFolder, config: ClipTextConfig | undefined): Promise<void> {
  const { length, size } = await openTokenizer(folder);
  if (config === undefined) return;
  if (length !== config.length)
    throw new Error(
      `tokenizer: expected texts of ${config.length} tokens as the text encoder has positions, got ${length} (tokenizer_config.json, model_max_length)`,
    );
  if (size > config.vocabulary)
    throw new Error(
      `tokenizer: expected ids below ${config.vocabulary}, the text encoder's vocabulary, got ${size - 1} (vocab.json of another model?)`,
    );
}

async function checkVae(bundle: Checked): Promise<void> {
  const { json, where } = await bundle.folder.config('vae');
  const config = parseVaeConfig(json, where);
  await inPart(bundle, 'vae', (weights) => {
    vaeEncoderGraph(config, weights);
    vaeDecoderGraph(config, weights);
  });
}

async function checkUnet(bundle: Checked, textWidth: number | undefined): Promise<UnetConfig> {
  const { json, where } = await bundle.folder.config('unet');
  const config = parseUnetConfig(json, where);
  if (textWidth !== undefined && config.contextWidth !== textWidth)
    throw new Error(
      `${where}, cross_attention_dim: expected ${textWidth}, the text encoder's width, got ${config.contextWidth} (a Stable Diffusion 2.x checkpoint?)`,
    );
  await inPart(bundle, 'unet', (unet) => plainUnetGraph({ config, weights: unet }, STEP));
  const [unet, global, local] = [
    await audited(bundle, 'unet'),
    await audited(bundle, 'global_mapper'),
    await audited(bundle, 'local_mapper'),
  ];
  eliteUnetGraph(config, { unet: unet.weights, global: global.weights, local: local.weights }, STEP);
  refuseFaults(global);
  refuseFaults(local);
  return config;
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
  const { used, keys } = asked.get(file) ?? { used: new Set<string>(), keys: new Set<string>() };
  asked.set(file, { used, keys });
  for (const key of checkpoint.keys) keys.add(key);
  const audit = new Audit(used);
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
