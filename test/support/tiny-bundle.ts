import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCheckpoint } from '../../method/checkpoint/open-checkpoint.ts';
import { parityFolder } from './fixtures.ts';

/** Layers of the parity pipeline's mappers. */
const LAYERS = [6, 1, 2, 3, 4];
const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));

/** Writes the networks of the parity fixtures as a bundle of its own: random weights, 64-pixel pictures, T = 12, P = 16. */
export async function writeTinyBundle(folder: string, name = 'tiny'): Promise<string> {
  const bundle = join(folder, name);
  const whole = readJson(join(parityFolder('pipeline'), 'config.json'));
  const files: Record<string, string | Uint8Array> = {
    'unet/config.json': JSON.stringify(whole['unet']),
    'vae/config.json': readFileSync(join(parityFolder('vae-a'), 'config.json')),
    'text_encoder/config.json': JSON.stringify(whole['text']),
    'image_encoder/config.json': JSON.stringify(whole['vision']),
    'elite/config.json': JSON.stringify({ layers: LAYERS, grid: 4 }),
    ...tokenizerFiles(),
    'vae/weights.safetensors': readFileSync(join(parityFolder('vae-a'), 'model.safetensors')),
    'unet/weights.safetensors': await partOf('unet'),
    'text_encoder/weights.safetensors': await partOf('text'),
    'image_encoder/weights.safetensors': await partOf('vision'),
    'elite/global.safetensors': await partOf('global'),
    'elite/local.safetensors': await partOf('local'),
  };
  for (const [path, contents] of Object.entries(files)) write(join(bundle, path), contents);
  write(join(bundle, 'bundle.json'), JSON.stringify(manifestOf(name, files)));
  return bundle;
}

/** The same networks as they are published: a folder of diffusers, one of transformers, and two mapper files. */
export async function writeTinyPublished(
  folder: string,
): Promise<Record<'sd' | 'clip' | 'global' | 'local', string>> {
  const whole = readJson(join(parityFolder('pipeline'), 'config.json'));
  const weights = 'diffusion_pytorch_model.safetensors';
  const files: Record<string, string | Uint8Array> = {
    'sd/unet/config.json': JSON.stringify(whole['unet']),
    [`sd/unet/${weights}`]: await partOf('unet'),
    'sd/vae/config.json': readFileSync(join(parityFolder('vae-a'), 'config.json')),
    [`sd/vae/${weights}`]: readFileSync(join(parityFolder('vae-a'), 'model.safetensors')),
    'sd/scheduler/scheduler_config.json': '{"num_train_timesteps":1000}',
    'clip/config.json': JSON.stringify({ text_config: whole['text'], vision_config: whole['vision'] }),
    'clip/model.safetensors': await partOf('text', 'vision'),
    ...Object.fromEntries(
      Object.entries(tokenizerFiles()).map(([path, text]) => [path.replace('tokenizer/', 'clip/'), text]),
    ),
    'mappers/config.json': JSON.stringify({ layers: LAYERS, grid: 4 }),
    'mappers/global_mapper.pt': await partOf('global'),
    'mappers/local_mapper.pt': await partOf('local'),
  };
  for (const [path, contents] of Object.entries(files)) write(join(folder, path), contents);
  return {
    sd: join(folder, 'sd'),
    clip: join(folder, 'clip'),
    global: join(folder, 'mappers/global_mapper.pt'),
    local: join(folder, 'mappers/local_mapper.pt'),
  };
}

function manifestOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): object {
  const part = (folder: string) => ({
    config: `${folder}/config.json`,
    weights: `${folder}/weights.safetensors`,
  });
  return {
    schema: 1,
    name,
    title: 'tiny',
    description: 'Random weights.',
    licence: 'Apache-2.0',
    image_size: 64,
    parts: {
      unet: part('unet'),
      vae: part('vae'),
      text_encoder: part('text_encoder'),
      image_encoder: part('image_encoder'),
      tokenizer: { vocabulary: 'tokenizer/vocab.json', merges: 'tokenizer/merges.txt' },
      global_mapper: { config: 'elite/config.json', weights: 'elite/global.safetensors' },
      local_mapper: { config: 'elite/config.json', weights: 'elite/local.safetensors' },
    },
    files: Object.entries(files).map(([path, contents]) => ({
      path,
      bytes: Buffer.byteLength(contents),
      sha256: createHash('sha256').update(contents).digest('hex'),
    })),
  };
}

/** One token a letter, and one a letter that ends a word. */
function tokenizerFiles(): Record<string, string> {
  const tokens = [...LETTERS, ...LETTERS.map((letter) => `${letter}</w>`)];
  const vocabulary = {
    ...Object.fromEntries(tokens.map((token, id) => [token, id])),
    '<start>': 62,
    '<end>': 63,
  };
  return {
    'tokenizer/vocab.json': JSON.stringify(vocabulary),
    'tokenizer/merges.txt': '#version: 0.2\n',
    'tokenizer/tokenizer_config.json': JSON.stringify({
      bos_token: '<start>',
      eos_token: '<end>',
      model_max_length: 12,
    }),
  };
}

/** The tensors of the parity pipeline below some prefixes, as a file of their own. */
async function partOf(...prefixes: readonly string[]): Promise<Uint8Array> {
  const file = join(parityFolder('pipeline'), 'model.safetensors');
  const [checkpoint, bytes] = [await openCheckpoint(file), readFileSync(file)];
  const header: Record<string, object> = {};
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const key of checkpoint.keys) {
    const found = checkpoint.get(key);
    const prefix = prefixes.find((p) => key.startsWith(`${p}.`));
    if (found === undefined || prefix === undefined) continue;
    const { dtype, dims, offset, length } = found;
    header[key.slice(prefix.length + 1)] = { dtype, shape: dims, data_offsets: [end, end + length] };
    parts.push(bytes.subarray(offset, offset + length));
    end += length;
  }
  return safetensors(header, parts);
}

function safetensors(header: object, parts: readonly Uint8Array[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

const readJson = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
