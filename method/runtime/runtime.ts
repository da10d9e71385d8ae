import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { OnnxModel } from '../onnx/model.ts';
import type { BuildModel, Feeds, Session, Sessions } from '../onnx/session.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { dialectOf } from './dialects.ts';
import type { ExecutionProvider } from './execution-provider.ts';
import { heldBytes } from './held-bytes.ts';
import { sessionOptions } from './session-options.ts';
import { usableMemory } from './usable-memory.ts';

/** How a runtime is set up; what is left out follows the machine. */
export interface RuntimeOptions {
  /** Bytes of weights to keep loaded; half of the machine's memory. */
  readonly bytes?: number;
  /** Threads that compute; as many as there are processors. */
  readonly threads?: number;
  /** What computes; where it cannot be loaded the processor does, and that is told. */
  readonly provider?: ExecutionProvider;
  readonly tell?: (sentence: string) => void;
}

interface Loaded {
  readonly session: Session;
  readonly model: Pick<OnnxModel, 'weights' | 'weightBytes' | 'isQuantised' | 'isRare'>;
  readonly release: () => Promise<void>;
}

/** Loads models on first use and keeps the most recently used ones within a budget of bytes. */
export class Runtime implements Sessions {
  readonly #budget: number;
  readonly #threads: number;
  readonly #tell: (sentence: string) => void;
  readonly #loaded = new Map<string, Promise<Loaded>>();
  #provider: ExecutionProvider;

  constructor({ bytes, threads, provider, tell }: RuntimeOptions = {}) {
    this.#budget = bytes ?? usableMemory() / 2;
    this.#threads = threads ?? availableParallelism();
    this.#provider = provider ?? 'cpu';
    this.#tell = tell ?? (() => undefined);
  }

  /** Threads that compute a model. */
  get threads(): number {
    return this.#threads;
  }

  /**
   * The session of this key, built when it is not loaded.
   * @throws when the runtime refuses the graph, with the key
   */
  async session(key: string, build: BuildModel): Promise<Session> {
    const known = this.#loaded.get(key);
    if (known !== undefined) {
      this.#loaded.delete(key);
      this.#loaded.set(key, known);
      return (await known).session;
    }
    const loading = this.#load(key, build);
    this.#loaded.set(key, loading);
    loading.catch(() => {
      if (this.#loaded.get(key) === loading) this.#loaded.delete(key);
    });
    const { session } = await loading;
    await this.#evict(key);
    return session;
  }

  /** Releases every session. */
  async dispose(): Promise<void> {
    const all = [...this.#loaded.values()];
    this.#loaded.clear();
    for (const entry of await Promise.allSettled(all))
      if (entry.status === 'fulfilled') await entry.value.release();
  }

  /** With the chosen provider, or with the processor from the first time on that the provider cannot be loaded. */
  async #load(key: string, build: BuildModel): Promise<Loaded> {
    const provider = this.#provider;
    if (provider === 'cpu') return this.#create(key, build, 'cpu');
    return this.#create(key, build, provider).catch(async (cause: unknown) => {
      const loaded = await this.#create(key, build, 'cpu');
      const got = messageOf(cause instanceof Error ? cause.cause : cause).trim();
      if (this.#provider === provider)
        this.#tell(`provider: expected ${provider}, got ${got} (models run on the processor)`);
      this.#provider = 'cpu';
      return loaded;
    });
  }

  async #create(key: string, build: BuildModel, provider: ExecutionProvider): Promise<Loaded> {
    const { bytes, ...model } = await build(dialectOf(provider));
    const options = sessionOptions({ bytes, ...model }, { provider, threads: this.#threads });
    const session = await InferenceSession.create(bytes, options).catch((cause: unknown) => {
      throw new Error(`${key}: expected a graph that the runtime loads, got ${messageOf(cause)}`, { cause });
    });
    return {
      session: { inputs: model.inputs, run: (feeds, signal) => run(session, feeds, signal) },
      model,
      release: () => session.release(),
    };
  }

  /** Releases the longest unused until the rest is within the budget; one that fails to load is its caller's affair. */
  async #evict(newest: string): Promise<void> {
    const entries: { readonly key: string; readonly loading: Promise<Loaded>; readonly entry: Loaded }[] = [];
    for (const [key, loading] of [...this.#loaded]) {
      const [settled] = await Promise.allSettled([loading]);
      if (settled.status === 'fulfilled') entries.push({ key, loading, entry: settled.value });
    }
    const kept = new Map(entries.map(({ key, entry }) => [key, entry.model]));
    for (const { key, loading, entry } of entries) {
      const held = heldBytes([...kept.values()]);
      if (held <= this.#budget) return;
      kept.delete(key);
      const isUseless = heldBytes([...kept.values()]) === held; // another one reads the same weights
      if (isUseless || key === newest || this.#loaded.get(key) !== loading) kept.set(key, entry.model);
      else {
        this.#loaded.delete(key);
        await entry.release();
      }
    }
  }
}

async function run(
  session: InferenceSession,
  feeds: Feeds,
  signal?: AbortSignal,
): Promise<Record<string, Tensor>> {
  signal?.throwIfAborted();
  const inputs: Record<string, OrtTensor> = {};
  for (const [name, { dims, data }] of Object.entries(feeds)) {
    inputs[name] =
      data instanceof BigInt64Array
        ? new OrtTensor('int64', data, dims)
        : new OrtTensor('float32', data, dims);
  }
  const outputs = await session.run(inputs);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data }]) => {
      if (!(data instanceof Float32Array))
        throw new Error(`output ${name}: expected 32-bit floats, got another type`);
      return [name, { dims, data }];
    }),
  );
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
