import { CheckpointError, type Checkpoint, type TensorLocation } from './checkpoint.ts';

/** A place in a checkpoint's tree of keys, as architectures walk it: `weights.at('down_blocks', 0).tensor('weight', [320])`. */
export class Module {
  readonly checkpoint: Checkpoint;
  /** The keys' common beginning, without the last dot; empty at the root. */
  readonly path: string;

  constructor(checkpoint: Checkpoint, path = '') {
    this.checkpoint = checkpoint;
    this.path = path;
  }

  /** The module below this one. */
  at(...names: readonly (string | number)[]): Module {
    return new Module(this.checkpoint, this.key(names.join('.')));
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
    const note = hint && ` (${hint})`;
    if (found === undefined) {
      throw new CheckpointError(
        `${key}: expected [${expected.join(', ')}], the checkpoint has no such key${note}`,
      );
    }
    const same =
      found.dims.length === expected.length &&
      found.dims.every((n, i) => expected[i] === -1 || n === expected[i]);
    if (!same) {
      throw new CheckpointError(
        `${key}: expected [${expected.join(', ')}], the checkpoint has [${found.dims.join(', ')}]${note}`,
      );
    }
    return found;
  }

  private key(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}
