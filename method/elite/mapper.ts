import type { Module } from '../checkpoint/module.ts';
import { present, type Sessions } from '../onnx/session.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { globalMapperGraph, LAYERS, localMapperGraph, mapperConfig } from './mappers.ts';

/** What a mapper is made of: one file with ten networks and the keys and values of its cross-attention. */
export interface MapperParts {
  /** Tells this mapper from every other that is loaded. */
  readonly key: string;
  readonly weights: Module;
  readonly sessions: Sessions;
}

/** M^g: writes a picture in words of the text tower (Wei et al. 2023, Eqn. 3). */
export class GlobalMapper {
  readonly key: string;
  readonly weights: Module;
  readonly #sessions: Sessions;

  constructor({ key, weights, sessions }: MapperParts) {
    this.key = key;
    this.weights = weights;
    this.#sessions = sessions;
  }

  /** v: w_0 is the subject. @param features F, five of [B, P + 1, width] @returns [B, 5, d] */
  async words(features: readonly Tensor[], signal?: AbortSignal): Promise<Tensor> {
    const patches = patchesOf(features, 'global mapper');
    const session = await this.#sessions.session(`global ${this.key} ${patches}`, (dialect) =>
      globalMapperGraph(mapperConfig(this.weights, patches), this.weights, dialect),
    );
    return present(await session.run(numbered(features), signal), 'words', 'global mapper');
  }
}

/** M^l: writes the masked subject in one row for each patch (Wei et al. 2023, Eqn. 5). */
export class LocalMapper {
  readonly key: string;
  readonly weights: Module;
  readonly #sessions: Sessions;

  constructor({ key, weights, sessions }: MapperParts) {
    this.key = key;
    this.weights = weights;
    this.#sessions = sessions;
  }

  /**
   * e: patch features, zero where the mask is 0.
   * @param features F' of the object picture, five of [B, P + 1, width] @param mask [B, P, 1], 0 or 1 @returns [B, P, d]
   */
  async patches(features: readonly Tensor[], mask: Tensor, signal?: AbortSignal): Promise<Tensor> {
    const patches = patchesOf(features, 'local mapper');
    const session = await this.#sessions.session(`local ${this.key} ${patches}`, (dialect) =>
      localMapperGraph(mapperConfig(this.weights, patches), this.weights, dialect),
    );
    return present(await session.run({ ...numbered(features), mask }, signal), 'patches', 'local mapper');
  }
}

function patchesOf(features: readonly Tensor[], where: string): number {
  if (features.length !== LAYERS)
    throw new Error(`${where}: expected features of ${LAYERS} layers, got ${features.length}`);
  return (features[0]?.dims[1] ?? 1) - 1;
}

const numbered = (features: readonly Tensor[]): Record<string, Tensor> =>
  Object.fromEntries(features.map((f, i) => [`features_${i}`, f]));
