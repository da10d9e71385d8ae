import type { Module } from '../checkpoint/module.ts';
import { present, type Sessions } from '../onnx/session.ts';
import { concatenate, slice, type Tensor } from '../tensor/tensor.ts';
import type { ClipVisionConfig } from './config.ts';
import { clipVisionGraph } from './vision.ts';

/** What a vision tower is made of. */
export interface ClipVisionParts {
  /** Tells this tower from every other that is loaded: file and hash, say. */
  readonly key: string;
  readonly config: ClipVisionConfig;
  readonly weights: Module;
  /** Blocks whose hidden states are the features, in the order of the mappers. */
  readonly layers: readonly number[];
  readonly sessions: Sessions;
  /** Whether pictures of one run share something, as the ranges of 8-bit activations: then a run is for those of one kind. */
  readonly runsApart?: boolean;
}

/** A CLIP vision tower that is loaded when it is first used. */
export class ClipVisionEncoder {
  readonly config: ClipVisionConfig;
  readonly #parts: ClipVisionParts;

  constructor(parts: ClipVisionParts) {
    this.config = parts.config;
    this.#parts = parts;
  }

  /** What it is made of. */
  get parts(): ClipVisionParts {
    return this.#parts;
  }

  /** The tower with other parts in place of some of its own. */
  with(others: Partial<ClipVisionParts>): ClipVisionEncoder {
    return new ClipVisionEncoder({ ...this.#parts, ...others });
  }

  /** P: patches of a picture; 256 for ViT-L/14. */
  get patches(): number {
    return (this.config.imageSize / this.config.patchSize) ** 2;
  }

  /**
   * F: hidden states of the chosen layers, raw.
   * @param pixels [B, 3, S, S], normalised as CLIP's @returns one [B, P + 1, width] for each layer, class token first
   */
  async features(pixels: Tensor, signal?: AbortSignal): Promise<Tensor[]> {
    const { layers } = this.#parts;
    const hidden = await this.#run(pixels, signal);
    return layers.map((layer) => present(hidden, `hidden_${layer}`, 'vision tower'));
  }

  /**
   * F of photographs and of their objects, in one run where that changes nothing but the last bits: weights that stay in
   * their files are laid out for the processor in every run, so once for both.
   */
  async featuresOfBoth(photos: Tensor, objects: Tensor, signal?: AbortSignal): Promise<[Tensor[], Tensor[]]> {
    if (this.#parts.runsApart)
      return [await this.features(photos, signal), await this.features(objects, signal)];
    const both = await this.features(concatenate([photos, objects], 0), signal);
    const [count = 0] = photos.dims;
    const rows = (from: number, to: number): Tensor[] => both.map((layer) => slice(layer, 0, from, to));
    return [rows(0, count), rows(count, count + (objects.dims[0] ?? 0))];
  }

  /** The pooled picture in the space that text and pictures share, [B, projection]; not normalised. */
  async embeds(pixels: Tensor, signal?: AbortSignal): Promise<Tensor> {
    return present(await this.#run(pixels, signal), 'embeds', 'vision tower', 'a file without projection?');
  }

  async #run(pixels: Tensor, signal?: AbortSignal): Promise<Readonly<Record<string, Tensor>>> {
    const { key, config, weights, layers, sessions } = this.#parts;
    const session = await sessions.session(`vision ${key} ${layers.join(' ')}`, (dialect) =>
      clipVisionGraph(config, weights, layers, dialect),
    );
    return session.run({ pixels }, signal);
  }
}
