import type { Tensor } from '../tensor/tensor.ts';
import { addEnlarged } from './enlarged-layers.ts';

/** Where each watched word acted in one cross-attention layer: r, the mean over its heads. */
export interface LayerMaps {
  readonly height: number;
  readonly width: number;
  /** [B, height · width, columns], 0 … 1 */
  readonly values: Tensor;
}

/** What of an evaluation is watched. */
export interface AttentionWatch {
  /** The token positions of each column; the gate's word, which may stand at several, comes first. */
  readonly columns: readonly (readonly number[])[];
  readonly onMaps: (step: number, layers: readonly LayerMaps[]) => void;
}

/** Map sides that are offered, the plainest first. */
const SIDES = [16, 32, 64] as const;

/** The side of the maps of a latent: the finest that is offered and that its layers have, or their own. */
export function recordSide(height: number, width: number): number {
  const finest = Math.max(height, width);
  return [...SIDES].reverse().find((side) => side <= finest) ?? finest;
}

/**
 * Where words acted while the first picture of a batch was drawn: for each step the mean over the layers that ran, each
 * enlarged to one size first.
 * Source: the gate r of Wei et al. 2023, Eqn. 6; mean over heads and layers as in the training's gate G7.
 */
export class AttentionRecord {
  readonly side: number;
  readonly columns: number;
  readonly #steps: Uint8Array[] = [];

  constructor(side: number, columns: number) {
    this.side = side;
    this.columns = columns;
  }

  /** The steps in order, each [columns, side, side] with 255 for 1; a step that was evaluated twice has the last. */
  get steps(): readonly Uint8Array[] {
    return this.#steps;
  }

  /** Takes the maps of a step. */
  add(step: number, layers: readonly LayerMaps[]): void {
    const { side, columns } = this;
    const sum = new Float32Array(columns * side * side);
    for (const layer of layers) addEnlarged(sum, layer, { side, columns });
    this.#steps[step] = Uint8Array.from(sum, (value) =>
      Math.round((255 * value) / Math.max(1, layers.length)),
    );
  }
}

/** The sides that a map of a side can be had at: those offered that divide it, or its own. */
export function mapSides(side: number): number[] {
  const sides = SIDES.filter((each) => side % each === 0);
  return sides.length > 0 ? sides : [side];
}
