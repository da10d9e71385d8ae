import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkpointOf, CheckpointError, type Checkpoint, type TensorLocation } from './checkpoint.ts';

const INDEX_LIMIT = 64 * 2 ** 20;
const SHARD_LIMIT = 10_000;

/**
 * Opens weights that lie in several files, as an index of transformers or diffusers names them; each is read in place.
 * Source: `weight_map` of `model.safetensors.index.json` and `pytorch_model.bin.index.json`.
 * @param open opens one of the files
 * @throws CheckpointError for an index that makes no sense or points out of its folder, a file that is missing, and keys that disagree
 */
export async function openShards(
  index: string,
  open: (path: string) => Promise<Checkpoint>,
): Promise<Checkpoint> {
  const map = await weightMap(index);
  const tensors = new Map<string, TensorLocation>();
  const metadata = new Map<string, string>();
  for (const shard of new Set(map.values())) {
    const checkpoint = await open(await shardPath(index, shard));
    for (const [key, value] of checkpoint.metadata) metadata.set(key, value);
    for (const key of checkpoint.keys) {
      const location = checkpoint.get(key);
      const owner = map.get(key);
      if (owner !== shard)
        throw new CheckpointError(
          `${index}, ${key}: expected ${shard}, which has this key, got ${owner ?? 'no such key'}`,
        );
      if (location !== undefined) tensors.set(key, location);
    }
  }
  for (const [key, shard] of map) {
    if (!tensors.has(key))
      throw new CheckpointError(`${index}, ${key}: expected ${shard} to have this key, it does not`);
  }
  return checkpointOf(tensors, metadata);
}

/** The names of the files that an index needs beside it. @throws CheckpointError when it is no index */
export async function shardNames(index: string): Promise<readonly string[]> {
  return [...new Set((await weightMap(index)).values())].sort();
}

async function weightMap(index: string): Promise<ReadonlyMap<string, string>> {
  const { size } = await stat(index);
  if (size > INDEX_LIMIT)
    throw new CheckpointError(`${index}: expected an index of at most ${INDEX_LIMIT} bytes, got ${size}`);
  const map = memberOf(parsed(index, await readFile(index, 'utf8')), 'weight_map');
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw new CheckpointError(`${index}: expected an index with a weight_map, got other JSON`);
  const entries = Object.entries(map as Readonly<Record<string, unknown>>);
  if (entries.length === 0)
    throw new CheckpointError(`${index}, weight_map: expected keys and their files, got none`);
  const named = new Map(entries.map(([key, shard]) => [key, plainName(index, key, shard)]));
  const shards = new Set(named.values()).size;
  if (shards > SHARD_LIMIT)
    throw new CheckpointError(`${index}, weight_map: expected at most ${SHARD_LIMIT} files, got ${shards}`);
  return named;
}

function plainName(index: string, key: string, shard: unknown): string {
  const isPlain = typeof shard === 'string' && /^[^/\\\0]+$/.test(shard) && !/^\.\.?$/.test(shard);
  if (isPlain && shard !== basename(index)) return shard;
  throw new CheckpointError(
    `${index}, ${key}: expected the name of a file beside the index, got ${JSON.stringify(shard)}`,
  );
}

async function shardPath(index: string, shard: string): Promise<string> {
  const path = join(dirname(index), shard);
  const real = await realpath(path).catch((cause: unknown) => {
    throw new CheckpointError(`${path}: no such file (${basename(index)} names it: fetch it too)`, { cause });
  });
  if (dirname(real) !== (await realpath(dirname(index))))
    throw new CheckpointError(`${path}: expected a file in the folder of its index, got a link out of it`);
  return path;
}

function parsed(index: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`${index}: expected an index of weights in JSON, got other text`, { cause });
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
