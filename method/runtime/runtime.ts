import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { OnnxModel } from '../onnx/model.ts';
import type { Feeds, Session, Sessions } from '../onnx/session.ts';
import type { Tensor } from '../tensor/tensor.ts';

interface Loaded {
  readonly session: Session;
  readonly bytes: number;
  readonly release: () => Promise<void>;
}

/**
 * Loads models on first use and keeps the most recently used ones within a budget of bytes.
 * Settings follow measurements on CPU: sequential, threads as cores, no spinning between steps, no memory pattern.
 */
export class Runtime implements Sessions {
  private readonly budget: number;
  private readonly threads: number;
  private readonly loaded = new Map<string, Promise<Loaded>>();

  /** @param bytes of weights to keep loaded */
  constructor({
    bytes = 8 * 2 ** 30,
    threads = availableParallelism(),
  }: { bytes?: number; threads?: number } = {}) {
    this.budget = bytes;
    this.threads = threads;
  }

  /**
   * The session of this key, built when it is not loaded.
   * @throws when the runtime refuses the graph, with the key
   */
  async session(key: string, build: () => OnnxModel | Promise<OnnxModel>): Promise<Session> {
    const known = this.loaded.get(key);
    if (known !== undefined) {
      this.loaded.delete(key);
      this.loaded.set(key, known);
      return (await known).session;
    }
    const loading = this.load(key, build);
    this.loaded.set(key, loading);
    loading.catch(() => {
      if (this.loaded.get(key) === loading) this.loaded.delete(key);
    });
    const { session } = await loading;
    await this.evict(key);
    return session;
  }

  /** Releases every session. */
  async dispose(): Promise<void> {
    const all = [...this.loaded.values()];
    this.loaded.clear();
    for (const entry of await Promise.allSettled(all))
      if (entry.status === 'fulfilled') await entry.value.release();
  }

  private async load(key: string, build: () => OnnxModel | Promise<OnnxModel>): Promise<Loaded> {
    const model = await build();
    const session = await InferenceSession.create(model.bytes, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'extended',
      executionMode: 'sequential',
      enableMemPattern: false,
      intraOpNumThreads: this.threads,
      logSeverityLevel: 3,
      extra: {
        session: {
          model_external_initializers_file_folder_path: model.folder,
          intra_op: { allow_spinning: '0' },
        },
      },
    }).catch((cause: unknown) => {
      throw new Error(`${key}: expected a graph that the runtime loads, got ${messageOf(cause)}`, { cause });
    });
    return {
      session: { run: (feeds, signal) => run(session, feeds, signal) },
      bytes: model.weightBytes,
      release: () => session.release(),
    };
  }

  /** Releases the longest unused until the rest is within the budget; one that fails to load is its caller's affair. */
  private async evict(newest: string): Promise<void> {
    const entries: { readonly key: string; readonly loading: Promise<Loaded>; readonly entry: Loaded }[] = [];
    for (const [key, loading] of [...this.loaded]) {
      const [settled] = await Promise.allSettled([loading]);
      if (settled.status === 'fulfilled') entries.push({ key, loading, entry: settled.value });
    }
    let total = entries.reduce((sum, { entry }) => sum + entry.bytes, 0);
    for (const { key, loading, entry } of entries) {
      if (total <= this.budget || key === newest || this.loaded.get(key) !== loading) continue;
      this.loaded.delete(key);
      await entry.release();
      total -= entry.bytes;
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
