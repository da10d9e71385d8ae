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
import { parseVaeConfig, vaeDecoderGraph, vaeEncoderGraph, type VaeConfig } from '../diffusion/vae.ts';
import { eliteConfig } from './bundle.ts';
import { globalMapperGraph, localMapperGraph, mapperConfig, type MapperConfig } from './mappers.ts';
import { eliteUnetGraph } from './unet-graph.ts';

/** Sizes that no key or shape depends on. */
const STEP = { height: 8, width: 8, tokens: 8, patches: 4, references: 1 };

/** What was found of a bundle. */
export interface BundleCheck {
  /** What is wrong, one error for each part: the file, the part, the full key and both shapes, and how many more there are. */
  readonly faults: readonly Error[];
  /** Keys that no network asks for, by the file that has them; only of files whose parts were all sound. */
  readonly unused: ReadonlyMap<string, readonly string[]>;
}

/**
 * Checks every key and shape of a bundle by building each of its graphs; nothing is loaded or run. A faulty part stops no other
 * but those that cannot be built without its config.
 */
export async function findFaults(folder: BundleFolder): Promise<BundleCheck> {
  const bundle: Checked = { folder, asked: new Map(), faults: new Map(), sound: new Set() };
  const vision = await attempt(bundle, () => visionOf(folder));
  const text = await attempt(bundle, () => textOf(folder));
  const vae = await attempt(bundle, () => vaeOf(folder));
  const unet = await attempt(bundle, () => unetOf(folder));
  if (vision)
    await inPart(bundle, 'image_encoder', (weights) =>
      clipVisionGraph(vision.config, weights, vision.layers),
    );
  if (text) await inPart(bundle, 'text_encoder', (weights) => textGraphs(text, weights));
  await attempt(bundle, () => checkTokenizer(folder, text));
  if (vae)
    await inPart(bundle, 'vae', (weights) => [vaeEncoderGraph(vae, weights), vaeDecoderGraph(vae, weights)]);
  if (vision && text) {
    const mapper = (weights: Module) =>
      fitting(mapperConfig(weights, vision.patches), { width: vision.config.width, words: text.width });
    await inPart(bundle, 'global_mapper', (weights) => globalMapperGraph(mapper(weights), weights));
    await inPart(bundle, 'local_mapper', (weights) => localMapperGraph(mapper(weights), weights));
  }
  if (unet) {
    const { config, where } = unet;
    const fits = await attempt(bundle, () => requireWidth(config.contextWidth, text?.width, where));
    await inPart(bundle, 'unet', (weights) => plainUnetGraph({ config, weights }, STEP));
    if (fits) await attempt(bundle, () => checkAttention(bundle, config));
  }
  await attempt(bundle, () => checkScheduler(folder));
  return { faults: [...bundle.faults.values()], unused: unusedKeys(bundle) };
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
  /** The checks that all its keys must have gone through. */
  readonly checks: Set<string>;
  readonly used: Set<string>;
  readonly keys: Set<string>;
}

/** A bundle that is being checked; towers that share a file share what was used of it. */
interface Checked {
  readonly folder: BundleFolder;
  readonly asked: Map<string, Asked>;
  /** By sentence: of parts that share a file one would be told twice. */
  readonly faults: Map<string, Error>;
  /** The checks that found nothing. */
  readonly sound: Set<string>;
}

/** The result of a check; what it refuses is kept among the faults. */
async function attempt<T>({ faults }: Checked, check: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    faults.set(error.message, error);
    return undefined;
  }
}

/** Keys of a mapper that the UNet asks for and not the mapper itself. */
const ATTENTION = /_attn2_to_[kv]\.weight$/;
/** The name of their check. */
const attentionOf = (mapper: 'global_mapper' | 'local_mapper'): string => `attention of ${mapper}`;

/** Published CLIP files carry them; no network needs them. */
const HARMLESS = /(^|\.)position_ids$|^logit_scale$/;

/** The parts that have weights. */
type Part = 'image_encoder' | 'text_encoder' | 'vae' | 'global_mapper' | 'local_mapper' | 'unet';

function unusedKeys({ asked, sound }: Checked): ReadonlyMap<string, readonly string[]> {
  const whole = [...asked].filter(([, { checks }]) => [...checks].every((check) => sound.has(check)));
  const unused = whole.map(
    ([file, { used, keys }]) =>
      [file, [...keys].filter((key) => !used.has(key) && !HARMLESS.test(key))] as const,
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

function textGraphs(config: ClipTextConfig, weights: Module): void {
  textTower(weights).at('embeddings', 'token_embedding').tensor('weight', [config.vocabulary, config.width]);
  clipTextGraph(config, weights);
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

async function vaeOf(folder: BundleFolder): Promise<VaeConfig> {
  const { json, where } = await folder.config('vae');
  return parseVaeConfig(json, where);
}

async function unetOf(folder: BundleFolder): Promise<{ config: UnetConfig; where: string }> {
  const { json, where } = await folder.config('unet');
  return { config: parseUnetConfig(json, where), where };
}

function requireWidth(got: number, expected: number | undefined, where: string): true {
  if (expected === undefined || got === expected) return true;
  throw new Error(
    `${where}, cross_attention_dim: expected ${expected}, the text encoder's width, got ${got} (a Stable Diffusion 2.x checkpoint?)`,
  );
}

/** Checks the keys of both mappers that the UNet's cross attention asks for. */
async function checkAttention(bundle: Checked, config: UnetConfig): Promise<void> {
  const [unet, global, local] = [
    await audited(bundle, 'unet'),
    await audited(bundle, 'global_mapper'),
    await audited(bundle, 'local_mapper'),
  ];
  eliteUnetGraph(config, { unet: unet.weights, global: global.weights, local: local.weights }, STEP);
  for (const [part, mapper] of [
    ['global_mapper', global],
    ['local_mapper', local],
  ] as const) {
    if (mapper.audit.faults.length === 0) bundle.sound.add(attentionOf(part));
    else if (bundle.sound.has(part)) await attempt(bundle, () => refuseFaults(mapper)); // else it was refused as a whole
  }
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
async function audited({ folder, asked }: Checked, part: Part): Promise<Audited> {
  const { checkpoint } = (await folder.weights(part)).weights;
  const file = await folder.file(part, 'weights');
  const known = asked.get(file) ?? { checks: new Set(), used: new Set(), keys: new Set() };
  const { checks, used, keys } = known;
  asked.set(file, known);
  checks.add(part);
  if (part === 'global_mapper' || part === 'local_mapper') checks.add(attentionOf(part));
  for (const key of checkpoint.keys) keys.add(key);
  const audit = new Audit(used);
  return { where: `${file}, ${part}`, weights: new Module(checkpoint, '', audit), audit };
}

/** Runs a check of a part's weights and puts the file and the part before what it refuses, which is kept among the faults. */
async function inPart(bundle: Checked, part: Part, check: (weights: Module) => unknown): Promise<void> {
  await attempt(bundle, async () => {
    const found = await audited(bundle, part);
    try {
      check(found.weights);
    } catch (cause) {
      refuseFaults(found); // a fault is what the rest follows from
      throw new Error(`${found.where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    refuseFaults(found);
    bundle.sound.add(part);
  });
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
