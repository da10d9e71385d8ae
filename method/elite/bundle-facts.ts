import { readFile } from 'node:fs/promises';
import { count, parseClipTextConfig, parseClipVisionConfig } from '../clip/config.ts';
import type { BundleFolder } from '../diffusion/bundle-folder.ts';
import { eliteConfig } from './bundle.ts';
import type { EliteConfig } from './elite-config.ts';

/** A photograph that comes with a bundle. */
interface Sample {
  readonly id: string;
  readonly name: string;
  /** Relative to the bundle. */
  readonly photo: string;
  readonly mask: string;
  readonly prompts: readonly string[];
  readonly seed: number;
}

/** What whoever shows a bundle needs to know of it; no weights are read. */
export interface BundleFacts extends EliteConfig {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly licence: string;
  /** What a bundle that does not know the real world knows instead; empty for one that does. */
  readonly world: string;
  readonly isExperimental: boolean;
  /** Side of the pictures that are drawn, pixels. */
  readonly imageSize: number;
  /** Side of the picture that the vision tower sees, pixels. */
  readonly encoderSize: number;
  /** T, with the start and the end. */
  readonly tokens: number;
  /** The words that prompts may use; empty when any may be. */
  readonly vocabulary: readonly string[];
  readonly samples: readonly Sample[];
}

/** Reads what a bundle says of itself. @throws naming the file that is missing or makes no sense */
export async function bundleFacts(bundle: BundleFolder): Promise<BundleFacts> {
  const { manifest, path } = bundle;
  const text = await bundle.config('text_encoder');
  const vision = await bundle.config('image_encoder');
  const name = textOf(manifest['name']);
  return {
    ...(await eliteConfig(bundle, 'global_mapper')),
    name,
    title: textOf(manifest['title']) || name,
    version: textOf(manifest['version']),
    description: textOf(manifest['description']),
    licence: textOf(manifest['licence']),
    world: textOf(manifest['world']),
    isExperimental: manifest['experimental'] === true,
    imageSize: count(manifest, 'image_size', path, 512),
    encoderSize: parseClipVisionConfig(vision.json, vision.where).imageSize,
    tokens: parseClipTextConfig(text.json, text.where).length,
    vocabulary: texts(recordOf(await optionalJson(bundle, 'vocabulary'))['words']),
    samples: await samplesOf(bundle),
  };
}

async function samplesOf(bundle: BundleFolder): Promise<Sample[]> {
  const list = await optionalJson(bundle, 'samples');
  if (!Array.isArray(list)) return [];
  return list.map(recordOf).map((sample) => ({
    id: textOf(sample['id']),
    name: textOf(sample['name']),
    photo: textOf(sample['photo']),
    mask: textOf(sample['mask']),
    prompts: texts(sample['prompts']),
    seed: typeof sample['seed'] === 'number' ? sample['seed'] : 0,
  }));
}

async function optionalJson(bundle: BundleFolder, member: string): Promise<unknown> {
  const name = bundle.manifest[member];
  if (name === undefined) return undefined;
  const path = await bundle.fileInside(name, member);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    throw new Error(`${path}: expected JSON, got something else`, { cause });
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
