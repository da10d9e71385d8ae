import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointOf, type TensorLocation } from '../../method/checkpoint/checkpoint.ts';
import { Module } from '../../method/checkpoint/module.ts';
import { gaussianNoise } from '../../method/tensor/noise.ts';
import { scale, type Tensor } from '../../method/tensor/tensor.ts';

/** Writes tensors into one file of this folder, and gives the root of their keys. */
export function weightsOf(
  folder: string,
  tensors: Readonly<Record<string, Tensor>>,
  name = 'weights.bin',
): Module {
  const file = join(folder, name);
  const locations = new Map<string, TensorLocation>();
  const parts: Buffer[] = [];
  let offset = 0;
  for (const [key, { dims, data }] of Object.entries(tensors)) {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    locations.set(key, { file, offset, length: bytes.length, dtype: 'F32', dims });
    parts.push(bytes);
    offset += bytes.length;
  }
  writeFileSync(file, Buffer.concat(parts));
  return new Module(checkpointOf(locations));
}

/** Random weights that keep the size of what goes through them. */
export const randomWeights = (seed: number, ...dims: number[]): Tensor =>
  scale(1 / Math.sqrt(dims.slice(1).reduce((n, d) => n * d, 1)), gaussianNoise(seed, dims));
