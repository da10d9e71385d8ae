import type { AttentionWatch, LayerMaps } from './attention-record.ts';
import { addEnlarged } from './enlarged-layers.ts';

/**
 * Where the gate was open while the pictures of a batch were drawn: r, the mean over the heads, the layers and the middle
 * half of the steps, each layer enlarged to one size first.
 * Source: r of Wei et al. 2023, Eqn. 6; the mean is that of the training's gate G7.
 */
export class GateRecord {
  readonly #side: number;
  readonly #steps: number;
  readonly #sums: readonly Float32Array[];
  #evaluations = 0;

  constructor({ side, pictures, steps }: { side: number; pictures: number; steps: number }) {
    this.#side = side;
    this.#steps = steps;
    this.#sums = Array.from({ length: pictures }, () => new Float32Array(side * side));
  }

  /** What is watched for this. @param positions of the gate's word */
  watch(positions: readonly number[]): AttentionWatch {
    return { columns: [positions], onMaps: (step, layers) => this.#add(step, layers) };
  }

  /** One map a picture, [side, side] of 0 … 1; zeros before a step of the middle half was watched. */
  get maps(): readonly Float32Array[] {
    return this.#sums.map((sum) => sum.map((value) => value / Math.max(1, this.#evaluations)));
  }

  #add(step: number, layers: readonly LayerMaps[]): void {
    const from = Math.min(this.#steps / 4, this.#steps - 1); // of one step, that one
    const isMiddle = step >= from && step < Math.max(1, (3 * this.#steps) / 4);
    if (!isMiddle || layers.length === 0) return;
    this.#evaluations += 1;
    this.#sums.forEach((sum, picture) => {
      const step = new Float32Array(sum.length);
      for (const layer of layers) addEnlarged(step, layer, { side: this.#side, columns: 1, picture });
      step.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / layers.length));
    });
  }
}
