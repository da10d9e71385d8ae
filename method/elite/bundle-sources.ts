import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { shardNames } from '../checkpoint/shards.ts';
import { parseClipVisionConfig } from '../clip/config.ts';
import { otherFamilyOfConfig } from '../diffusion/family.ts';
import { RELEASED } from './elite-config.ts';
import { refuseExchangedMappers } from './mapper-files.ts';
import { readJson } from '../diffusion/read-json.ts';

/** Where the published files lie. */
export interface PublishedFiles {
  /** A folder of diffusers, or a single file of Stable Diffusion 1.x. */
  readonly sd: string;
  /** A folder of transformers with a whole CLIP and its vocabulary. */
  readonly clip: string;
  readonly global: string;
  readonly local: string;
  /** The variant of the weights, such as `fp16`: it must be there for Stable Diffusion, and is taken where it is for CLIP. */
  readonly variant?: string;
}

/** What a bundle will hold. */
export interface BundleSources {
  /** Path in the bundle to path of the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Path in the bundle to what is written there. */
  readonly texts: ReadonlyMap<string, string>;
  /** Path in the bundle to what the user knows it by. */
  readonly names: ReadonlyMap<string, string>;
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
/** Names of files of weights without their variants, the ones to take first first. Source: diffusers and transformers. */
const DIFFUSERS = ['diffusion_pytorch_model.safetensors', 'diffusion_pytorch_model.bin'];
const TRANSFORMERS = ['model.safetensors', 'pytorch_model.bin'];
const VARIANTS = [undefined, 'fp16'];

/** Finds the files of a new bundle. @throws naming the file that is missing, with the names that were tried, or is another than was asked for */
export async function bundleSources(published: PublishedFiles): Promise<BundleSources> {
  const { sd, clip, global, local, variant } = published;
  const files = new Map<string, string>();
  const texts = new Map<string, string>();
  const parts = {
    ...((await isFolder(sd)) ? await fromDiffusers(sd, files, variant) : fromSingleFile(sd, files, texts)),
    ...(await fromClip(clip, files, variant)),
    global_mapper: mapperPart('global_mapper', global, files),
    local_mapper: mapperPart('local_mapper', local, files),
  };
  const config = 'elite/config.json';
  const own = join(dirname(global), 'config.json');
  if (await exists(own)) files.set(config, own);
  for (const source of files.values()) await refuseFolder(await required([source]));
  await refuseExchangedMappers(global, local);
  if (!files.has(config)) texts.set(config, await releasedConfig(clip));
  const written = [...texts.keys()].map(
    (path) => [path, `${path === config ? global : sd}, ${path}`] as const,
  );
  return { files, texts, names: new Map([...files, ...written]), parts };
}

async function fromDiffusers(
  sd: string,
  files: Map<string, string>,
  variant: string | undefined,
): Promise<BundleSources['parts']> {
  await refuseOtherPipeline(join(sd, 'model_index.json'));
  const variants = variant === undefined ? VARIANTS : [variant];
  const part = async (name: string): Promise<Record<string, string>> => {
    const config = `${name}/config.json`;
    files.set(config, join(sd, name, 'config.json'));
    const found = await required(
      namesOf(DIFFUSERS, variants).map((file) => join(sd, name, file)),
      variant && `expected the variant ${variant}`,
    );
    return { config, weights: await weightFiles(name, found, files) };
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

/** A folder of diffusers says what it is; one that does not is looked at part by part. */
async function refuseOtherPipeline(index: string): Promise<void> {
  if (!(await exists(index))) return;
  const family = otherFamilyOfConfig(await readJson(index));
  if (family !== undefined)
    throw new Error(`${index}: expected a folder of Stable Diffusion 1.x, got ${family}`);
}

/** Names of weights in the order in which they are looked for: each variant as one file and as an index, safetensors first. */
function namesOf(bases: readonly string[], variants: readonly (string | undefined)[]): string[] {
  return variants.flatMap((variant) =>
    bases.flatMap((base) => {
      const [stem, end] = [base.slice(0, base.lastIndexOf('.')), extname(base)];
      return variant === undefined
        ? [base, `${base}.index.json`]
        : [`${stem}.${variant}${end}`, `${base}.index.${variant}.json`];
    }),
  );
}

/** Puts the weights of a part into a folder of the bundle, with the files that an index names. @returns their path in the bundle */
async function weightFiles(folder: string, found: string, files: Map<string, string>): Promise<string> {
  if (!found.endsWith('.json')) {
    files.set(`${folder}/weights${extname(found)}`, found);
    return `${folder}/weights${extname(found)}`;
  }
  for (const shard of await shardNames(found)) files.set(`${folder}/${shard}`, join(dirname(found), shard));
  files.set(`${folder}/${basename(found)}`, found);
  return `${folder}/${basename(found)}`;
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

async function fromClip(
  clip: string,
  files: Map<string, string>,
  variant: string | undefined,
): Promise<BundleSources['parts']> {
  if ((await exists(clip)) && !(await isFolder(clip)))
    throw new Error(`${clip}: expected a folder with a whole CLIP and its vocabulary, got a file`);
  const variants = variant === undefined ? VARIANTS : [variant, ...VARIANTS];
  const config = 'clip/config.json';
  files.set(config, join(clip, 'config.json'));
  const found = await required(namesOf(TRANSFORMERS, variants).map((file) => join(clip, file)));
  const weights = await weightFiles('clip', found, files);
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

/** What released mappers need, which come without a config. @throws when the vision tower is not that of ViT-L/14 */
async function releasedConfig(clip: string): Promise<string> {
  const where = join(clip, 'config.json');
  const { layers, imageSize, patchSize } = parseClipVisionConfig(await readJson(where), where);
  const [depth, grid] = [RELEASED.layers[0], imageSize / patchSize];
  if (layers === depth && grid === RELEASED.grid) return `${JSON.stringify(RELEASED, null, 2)}\n`;
  throw new Error(
    `${where}: expected a vision tower of ${depth} layers and ${RELEASED.grid} × ${RELEASED.grid} patches, as the released mappers need, got ${layers} layers and ${grid} × ${grid} patches (other mappers need a config.json beside them)`,
  );
}

async function refuseFolder(path: string): Promise<void> {
  if (await isFolder(path)) throw new Error(`${path}: expected a file, got a folder`);
}

async function required(candidates: readonly string[], hint?: string): Promise<string> {
  for (const path of candidates) if (await exists(path)) return path;
  const [first = '', ...others] = candidates;
  const nor = others.length > 0 ? `nor ${others.map((path) => basename(path)).join(', ')}` : '';
  const notes = [nor, hint ?? ''].filter((note) => note !== '').join('; ');
  throw new Error(`${first}: no such file${notes && ` (${notes})`}`);
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
