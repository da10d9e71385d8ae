import type { TensorLocation } from '../checkpoint/checkpoint.ts';

/** A graph ready for the runtime: its bytes, and the folder that its weights' file names are relative to. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  readonly folder: string;
  /** Bytes of weights that lie in files. */
  readonly weightBytes: number;
  /** Where they lie. */
  readonly weights: readonly TensorLocation[];
  /** Whether its large products are of 8-bit integers. */
  readonly isQuantised: boolean;
  /** Whether it runs so seldom that its weights are best used where they lie, however small they are. */
  readonly isRare?: boolean;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}
