import {
  checkpointOf,
  CheckpointError,
  ELEMENT_BYTES,
  type Checkpoint,
  type ElementType,
  type TensorLocation,
} from './checkpoint.ts';
import { isCall, isPersistent, isToken, type Call, type Value } from './pickle.ts';

/** Where the bytes of a storage lie. */
export interface StoredBytes {
  readonly offset: number;
  readonly length: number;
}

const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  'torch FloatStorage': 'F32',
  'torch DoubleStorage': 'F64',
  'torch HalfStorage': 'F16',
  'torch BFloat16Storage': 'BF16',
  'torch LongStorage': 'I64',
  'torch IntStorage': 'I32',
  'torch ShortStorage': 'I16',
  'torch CharStorage': 'I8',
  'torch ByteStorage': 'U8',
  'torch BoolStorage': 'BOOL',
};
const NESTING = 64;
/** Values looked at on the way to the tensors: a pickle may repeat one dictionary endlessly. */
const VISITS = 1_000_000;

/**
 * The tensors of an unpickled state dict over storages of the same file; nested dictionaries become dotted keys, and a lone
 * `state_dict` around everything is taken off.
 * @param storages by the keys that the pickle has for them
 * @throws CheckpointError for a view that is not contiguous, and sizes that do not agree
 */
export function tensorsOf(
  value: Value,
  path: string,
  storages: ReadonlyMap<string, StoredBytes>,
): Checkpoint {
  const tensors = new Map<string, TensorLocation>();
  collect(stateDict(value), '', { path, storages, tensors, visits: 0 }, 0);
  return checkpointOf(tensors);
}

/** Element type of a storage's token. */
export const storageType = (type: Value | undefined): ElementType | undefined =>
  isToken(type) ? STORAGE_TYPES[type.name] : undefined;

interface Found {
  readonly path: string;
  readonly storages: ReadonlyMap<string, StoredBytes>;
  readonly tensors: Map<string, TensorLocation>;
  visits: number;
}

function stateDict(value: Value): Value {
  const inner = value instanceof Map ? value.get('state_dict') : undefined;
  return inner instanceof Map ? inner : value;
}

function collect(value: Value, key: string, found: Found, depth: number): void {
  if (depth > NESTING)
    throw new CheckpointError(
      `${found.path}, ${key}: expected at most ${NESTING} levels of dictionaries, got more`,
    );
  found.visits += 1;
  if (found.visits > VISITS)
    throw new CheckpointError(`${found.path}, ${key}: expected at most ${VISITS} values, got more`);
  if (value instanceof Map) {
    for (const [name, inner] of value)
      collect(inner, key === '' ? shown(name) : `${key}.${shown(name)}`, found, depth + 1);
  } else if (isCall(value)) {
    const [inner] = value.args;
    if (value.name === 'torch._utils _rebuild_parameter' || value.name === 'torch.nn.parameter Parameter')
      collect(inner ?? null, key, found, depth + 1);
    else if (value.name === 'torch._utils _rebuild_tensor_v2')
      found.tensors.set(key, locate(value, key, found));
  }
}

function locate({ args }: Call, key: string, { path, storages }: Found): TensorLocation {
  const where = `${path}, ${key}`;
  const [storage, offset, size, stride] = args;
  if (!isPersistent(storage))
    throw new CheckpointError(`${where}: expected a tensor over a storage, got another value`);
  const [, type, name, , elements] = storage.id;
  const dtype = storageType(type);
  const entry = storages.get(shown(name));
  if (dtype === undefined || entry === undefined)
    throw new CheckpointError(`${where}: expected a storage of the file, got ${shown(name)}`);
  const dims = counts(size, where);
  const strides = counts(stride, where);
  const start = typeof offset === 'number' || typeof offset === 'bigint' ? Number(offset) : -1;
  const bytes = ELEMENT_BYTES[dtype];
  const count = dims.reduce((n, d) => n * d, 1);
  if (Number(elements) * bytes !== entry.length) {
    throw new CheckpointError(
      `${where}: expected a storage of ${shown(elements)} elements, the file has ${entry.length / bytes}`,
    );
  }
  if (!isContiguous(dims, strides)) {
    throw new CheckpointError(
      `${where}: expected row-major weights, got strides [${strides.join(', ')}] (save .contiguous() tensors)`,
    );
  }
  if (start < 0 || !Number.isSafeInteger(count) || (start + count) * bytes > entry.length) {
    throw new CheckpointError(
      `${where}: expected ${count} elements from ${start}, the storage has ${entry.length / bytes}`,
    );
  }
  return { file: path, offset: entry.offset + start * bytes, length: count * bytes, dtype, dims };
}

/** A key or number as text; anything else has none. */
export const shown = (value: Value | undefined): string =>
  typeof value === 'object' || value === undefined ? 'another value' : String(value);

function counts(value: Value | undefined, where: string): number[] {
  const list = isCall(value) ? value.args[0] : value;
  if (
    Array.isArray(list) &&
    list.length <= 16 &&
    list.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)
  )
    return list as number[];
  throw new CheckpointError(`${where}: expected dims, got another value`);
}

function isContiguous(dims: readonly number[], strides: readonly number[]): boolean {
  if (dims.includes(0)) return strides.length === dims.length;
  let expected = 1;
  for (let i = dims.length - 1; i >= 0; i -= 1) {
    const size = dims[i] ?? 1;
    if (size !== 1 && strides[i] !== expected) return false;
    expected *= size;
  }
  return strides.length === dims.length;
}
