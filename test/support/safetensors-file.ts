import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openCheckpoint } from '../../method/checkpoint/open-checkpoint.ts';

/** A tensor of a safetensors file, as bytes. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The bytes of a safetensors file with these tensors. */
export function safetensorsFile(tensors: ReadonlyMap<string, StoredTensor>): Buffer {
  let end = 0;
  const header = Object.fromEntries(
    [...tensors].map(([key, { dtype, shape, bytes }]) => {
      const start = end;
      end += bytes.length;
      return [key, { dtype, shape, data_offsets: [start, end] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...[...tensors.values()].map(({ bytes }) => bytes)]);
}

/** The tensors of a file of weights. */
export async function storedTensors(path: string): Promise<Map<string, StoredTensor>> {
  const [checkpoint, bytes] = [await openCheckpoint(path), readFileSync(path)];
  const tensors = new Map<string, StoredTensor>();
  for (const key of checkpoint.keys) {
    const found = checkpoint.get(key);
    if (found === undefined) continue;
    const { dtype, dims, offset, length } = found;
    tensors.set(key, { dtype, shape: dims, bytes: bytes.subarray(offset, offset + length) });
  }
  return tensors;
}

/** Writes the tensors of a file as two files and their index, named as transformers names them. @returns the index */
export async function writeShards(path: string, stem: string): Promise<string> {
  const all = [...(await storedTensors(path))];
  const half = Math.ceil(all.length / 2);
  const map: Record<string, string> = {};
  [all.slice(0, half), all.slice(half)].forEach((tensors, i) => {
    const name = `${stem}-0000${i + 1}-of-00002.safetensors`;
    writeFileSync(join(dirname(path), name), safetensorsFile(new Map(tensors)));
    for (const [key] of tensors) map[key] = name;
  });
  const index = join(dirname(path), `${basename(stem)}.safetensors.index.json`);
  writeFileSync(index, JSON.stringify({ metadata: { total_size: 1 }, weight_map: map }, null, 2));
  return index;
}
