import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '../../method/checkpoint/module.ts';
import { openCheckpoint } from '../../method/checkpoint/open-checkpoint.ts';
import { readTensor } from '../../method/checkpoint/read-tensor.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';

/** Where `training/make_fixtures.py` writes. */
export const parityFolder = (name: string): string =>
  join(import.meta.dirname, '..', 'fixtures', 'parity', name);

/** A parity case: config, weights, and the inputs and outputs that PyTorch computed. */
export interface Fixture {
  readonly config: unknown;
  readonly weights: Module;
  io(name: string): Promise<Tensor>;
}

/** Opens a parity case. */
export async function openFixture(name: string): Promise<Fixture> {
  const folder = parityFolder(name);
  const values = await openCheckpoint(join(folder, 'io.safetensors'));
  return {
    config: JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as unknown,
    weights: new Module(await openCheckpoint(join(folder, 'model.safetensors'))),
    io: async (key) => {
      const location = values.get(key);
      if (location === undefined) throw new Error(`${name}: expected ${key} among the fixture's tensors`);
      return readTensor(location);
    },
  };
}
