import type { Tensor } from '../tensor/tensor.ts';
import type { Dialect } from './dialect.ts';
import type { OnnxModel } from './model.ts';

/** 64-bit integers with their dims: token ids. */
interface Integers {
  readonly dims: readonly number[];
  readonly data: BigInt64Array;
}

/** What goes into a run, by input name. */
export type Feeds = Readonly<Record<string, Tensor | Integers>>;

/** A model that is loaded. */
export interface Session {
  /** Names of what its graph reads. */
  readonly inputs: readonly string[];
  /** Runs the graph. A run cannot be stopped once it began; the signal is looked at before. */
  run(feeds: Feeds, signal?: AbortSignal): Promise<Readonly<Record<string, Tensor>>>;
}

/** Writes a model in a dialect; a network that has but one form does not ask for it. */
export type BuildModel = (dialect: Dialect) => OnnxModel | Promise<OnnxModel>;

/** Whoever loads and runs models: the science builds graphs and is handed this. */
export interface Sessions {
  /**
   * The session of this key, built when it is not loaded, in the dialect of what computes it.
   * @throws when the graph cannot be loaded, with the key
   */
  session(key: string, build: BuildModel): Promise<Session>;
}

/**
 * One output of a run.
 * @param where who ran the graph, for the message
 * @throws when the graph has no such output
 */
export function present(
  outputs: Readonly<Record<string, Tensor>>,
  name: string,
  where: string,
  hint = '',
): Tensor {
  const found = outputs[name];
  if (found !== undefined) return found;
  throw new Error(`${where}: expected an output ${name}, got none${hint && ` (${hint})`}`);
}
