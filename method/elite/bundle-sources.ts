import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { parseClipVisionConfig } from '../clip/config.ts';
import { RELEASED } from './elite-config.ts';

/** Where the published files lie. */
export interface PublishedFiles {
  /** A folder of diffusers, or a single file of Stable Diffusion 1.x. */
  readonly sd: string;
  /** A folder of transformers with a whole CLIP and its vocabulary. */
  readonly clip: string;
  readonly global: string;
  readonly local: string;
}

/** What a bundle will hold. */
export interface BundleSources {
  /** Path in the bundle to path of the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Path in the bundle to what is written there. */
  readonly texts: ReadonlyMap<string, string>;
  readonly parts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** config.json of the parts of Stable Diffusion 1.x, which single files lack. Source: CompVis/stable-diffusion-v1-4. */
const SINGLE_FILE_CONFIGS = {
  unet: {
    sample_size: 64,
    block_out_channels: [320, 640, 1280, 1280],
    attention_head_dim: 8,
    cross_attention_dim: 768,
  },
  vae: { block_out_channels: [128, 256, 512, 512], layers_per_block: 2, scaling_factor: 0.18215 },
};
const DIFFUSERS = [
  'diffusion_pytorch_model.safetensors',
  'diffusion_pytorch_model.fp16.safetensors',
  'diffusion_pytorch_model.bin',
];
const TRANSFORMERS = ['model.safetensors', 'pytorch_model.bin'];

/** Finds the files of a new bundle. @throws naming the file that is missing, with the names that were tried */
export async function bundleSources({ sd, clip, global, local }: PublishedFiles): Promise<BundleSources> {
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  const parts = {
    ...((await isFolder(sd)) ? await fromDiffusers(sd, files) : fromSingleFile(sd, files, texts)),
    ...(await fromClip(clip, files)),
    global_mapper: mapperPart('global_mapper', global, files),
    local_mapper: mapperPart('local_mapper', local, files),
  };
  for (const source of files.values()) await required([source]);
  texts.set('elite/config.json', await eliteConfigText(global, clip));
  return { files, texts, parts };
}

async function fromDiffusers(sd: string, files: Map<string, string>): Promise<BundleSources['parts']> {
  const part = async (name: string): Promise<Record<string, string>> => {
    const weights = await required(DIFFUSERS.map((file) => join(sd, name, file)));
    const members = { config: `${name}/config.json`, weights: `${name}/weights${extname(weights)}` };
    files.set(members.config, join(sd, name, 'config.json')).set(members.weights, weights);
    return members;
  };
  const scheduler = join(sd, 'scheduler', 'scheduler_config.json');
  const config = 'scheduler/scheduler_config.json';
  if (await exists(scheduler)) files.set(config, scheduler);
  return {
    unet: await part('unet'),
    vae: await part('vae'),
    ...(files.has(config) ? { scheduler: { config } } : {}),
  };
}

function fromSingleFile(
  sd: string,
  files: Map<string, string>,
  texts: Map<string, string>,
): BundleSources['parts'] {
  const weights = `stable-diffusion${extname(sd)}`;
  files.set(weights, sd);
  for (const [name, config] of Object.entries(SINGLE_FILE_CONFIGS))
    texts.set(`${name}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
  return {
    unet: { config: 'unet/config.json', weights },
    vae: { config: 'vae/config.json', weights },
  };
}

async function fromClip(clip: string, files: Map<string, string>): Promise<BundleSources['parts']> {
  const found = await required(TRANSFORMERS.map((file) => join(clip, file)));
  const [config, weights] = ['clip/config.json', `clip/weights${extname(found)}`];
  files.set(config, join(clip, 'config.json')).set(weights, found);
  for (const name of ['vocab.json', 'merges.txt']) files.set(`clip/${name}`, join(clip, name));
  const tokenizer = join(clip, 'tokenizer_config.json');
  if (await exists(tokenizer)) files.set('clip/tokenizer_config.json', tokenizer);
  return {
    text_encoder: { config, weights },
    image_encoder: { config, weights },
    tokenizer: { vocabulary: 'clip/vocab.json', merges: 'clip/merges.txt' },
  };
}

function mapperPart(name: string, source: string, files: Map<string, string>): Record<string, string> {
  const weights = `elite/${name}${extname(source)}`;
  files.set(weights, source);
  return { config: 'elite/config.json', weights };
}

/** The config beside a mapper that was trained here; released mappers have none, and their layers are those of ViT-L/14. */
async function eliteConfigText(global: string, clip: string): Promise<string> {
  const own = join(dirname(global), 'config.json');
  if (await exists(own)) return readFile(own, 'utf8');
  const where = join(clip, 'config.json');
  const vision = parseClipVisionConfig(JSON.parse(await readFile(await required([where]), 'utf8')), where);
  if (vision.layers === RELEASED.layers[0]) return `${JSON.stringify(RELEASED, null, 2)}\n`;
  throw new Error(
    `${where}: expected a vision tower of ${RELEASED.layers[0]} layers, as the released mappers need, got ${vision.layers} (other mappers need a config.json beside them)`,
  );
}

async function required(candidates: readonly string[]): Promise<string> {
  for (const path of candidates) if (await exists(path)) return path;
  const [first = '', ...others] = candidates;
  throw new Error(
    `${first}: no such file${others.length > 0 ? ` (nor ${others.map((p) => p.slice(dirname(p).length + 1)).join(', ')})` : ''}`,
  );
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
