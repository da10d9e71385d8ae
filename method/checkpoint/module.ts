import type { Audit } from './audit.ts';
import { CheckpointError, ELEMENT_BYTES, type Checkpoint, type TensorLocation } from './checkpoint.ts';

/** A place in a checkpoint's tree of keys, as architectures walk it: `weights.at('down_blocks', 0).tensor('weight', [320])`. */
export class Module {
  readonly checkpoint: Checkpoint;
  /** The keys' common beginning, without the last dot; empty at the root. */
  readonly path: string;
  readonly #audit: Audit | undefined;

  /** @param audit takes note of what is asked for; what is missing is then not refused but stood in for */
  constructor(checkpoint: Checkpoint, path = '', audit?: Audit) {
    this.checkpoint = checkpoint;
    this.path = path;
    this.#audit = audit;
  }

  /** The module below this one. */
  at(...names: readonly (string | number)[]): Module {
    return new Module(this.checkpoint, this.key(names.join('.')), this.#audit);
  }

  /** Whether this tensor exists here. */
  has(name: string): boolean {
    return this.checkpoint.get(this.key(name)) !== undefined;
  }

  /** Whether any tensor lies at or below this name. */
  holds(name: string): boolean {
    const key = this.key(name);
    return this.checkpoint.keys.some((k) => k === key || k.startsWith(`${key}.`));
  }

  /**
   * The tensor of this name, with the dims that the architecture expects; −1 leaves one open.
   * @throws CheckpointError with the full key and both shapes
   */
  tensor(name: string, expected: readonly number[], hint = ''): TensorLocation {
    const key = this.key(name);
    const found = this.checkpoint.get(key);
    this.#audit?.used.add(key);
    const has = found === undefined ? 'no such key' : `[${found.dims.join(', ')}]`;
    const same =
      found?.dims.length === expected.length &&
      found.dims.every((n, i) => expected[i] === -1 || n === expected[i]);
    if (found !== undefined && same) return found;
    const sentence = `${key}: expected [${expected.join(', ')}], the checkpoint has ${has}${hint && ` (${hint})`}`;
    if (this.#audit === undefined) throw new CheckpointError(sentence);
    this.#audit.fault(key, sentence);
    return standIn(this.checkpoint, expected);
  }

  private key(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

/** A location of the shape that was asked for, in a file of the checkpoint: for graphs that are built and never run. */
function standIn({ files }: Checkpoint, expected: readonly number[]): TensorLocation {
  const dims = expected.map((n) => (n === -1 ? 1 : n));
  const length = dims.reduce((n, d) => n * d, ELEMENT_BYTES.F32);
  return { file: files[0] ?? '', offset: 0, length, dtype: 'F32', dims };
}
