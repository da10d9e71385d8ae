/** Element types of stored tensors, in safetensors' spelling. */
export type ElementType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Where a tensor's bytes lie. They are read in place, row-major and little-endian, and never copied to a second file. */
export interface TensorLocation {
  /** Absolute path. */
  readonly file: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
  readonly dtype: ElementType;
  readonly dims: readonly number[];
}

/** The tensors of one or more files, by key. */
export interface Checkpoint {
  readonly files: readonly string[];
  readonly keys: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly get: (key: string) => TensorLocation | undefined;
}

/** A file that is no checkpoint, or one that is not read for a reason that the message names. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** A checkpoint over locations that are known already. */
export function checkpointOf(
  tensors: ReadonlyMap<string, TensorLocation>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Checkpoint {
  const files = [...new Set([...tensors.values()].map((t) => t.file))];
  return { files, keys: [...tensors.keys()], metadata, get: (key) => tensors.get(key) };
}

/** The same tensors under other keys; a tensor whose key becomes undefined is left out. */
export function renamed(checkpoint: Checkpoint, rename: (key: string) => string | undefined): Checkpoint {
  const tensors = new Map<string, TensorLocation>();
  for (const key of checkpoint.keys) {
    const name = rename(key);
    const location = checkpoint.get(key);
    if (name !== undefined && location !== undefined) tensors.set(name, location);
  }
  return checkpointOf(tensors, checkpoint.metadata);
}
