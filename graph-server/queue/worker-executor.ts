import { join } from 'node:path';
import { DEFAULT_BUNDLE, packageRoot, type ServerConfig } from '../config.ts';
import type { Folders as DataFolders } from '../files/folders.ts';
import type { Request, WorkerSettings } from '../worker/messages.ts';
import { WorkerProcess } from '../worker/worker-process.ts';
import {
  ExecutorLost,
  QueryRefused,
  type BrowserFolder,
  type CheckedPrompt,
  type Executor,
  type PackQuery,
  type Run,
  type RunEnd,
  type RunEvent,
} from './executor.ts';
import { NodeStates } from './node-states.ts';

/** How long an interrupted job may go on before its process is ended. */
const GRACE_MS = 10_000;

/** Starts the processes that know the packs; answers once the packs are loaded. */
export async function startWorkerExecutor(
  config: ServerConfig,
  folders: DataFolders,
): Promise<WorkerExecutor> {
  const executor = new WorkerExecutor(settingsOf(config, folders));
  try {
    await executor.ready();
    return executor;
  } catch (error) {
    await executor.close();
    throw error;
  }
}

/**
 * Executes jobs in one process and answers all else in a second one, which never computes: so a question is
 * answered at once while a job runs. Either process may die; it starts again with the next request.
 */
export class WorkerExecutor implements Executor {
  readonly #jobs: WorkerProcess;
  readonly #questions: WorkerProcess;
  readonly #graceMs: number;

  constructor(settings: Omit<WorkerSettings, 'tellsFaults'>, graceMs = GRACE_MS) {
    this.#jobs = new WorkerProcess({ ...settings, tellsFaults: false });
    this.#questions = new WorkerProcess({ ...settings, tellsFaults: true });
    this.#graceMs = graceMs;
  }

  /** The ids of the two processes. */
  get pids(): { readonly jobs: number | undefined; readonly questions: number | undefined } {
    return { jobs: this.#jobs.pid, questions: this.#questions.pid };
  }

  /** Starts both processes and waits for the one that answers. */
  async ready(): Promise<void> {
    this.#jobs.ask({ kind: 'ready' }).catch(() => undefined); // its first job tells when it cannot start
    await this.#questions.ask({ kind: 'ready' });
  }

  async objectInfo(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#answer({ kind: 'objectInfo' })) as Readonly<Record<string, unknown>>;
  }

  async check(prompt: string, targets?: readonly string[]): Promise<CheckedPrompt> {
    const asked = { kind: 'check', prompt, ...(targets ? { targets } : {}) } as const;
    return (await this.#answer(asked)) as CheckedPrompt;
  }

  async run(run: Run, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<RunEnd> {
    let grace: NodeJS.Timeout | undefined;
    const stop = () => {
      this.#jobs.interrupt();
      grace = setTimeout(() => void this.#jobs.kill(), this.#graceMs);
    };
    const states = new NodeStates(run.promptId, onEvent);
    const ended = this.#jobs.ask({ kind: 'run', run }, (event) => {
      states.pass(event);
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    try {
      return (await ended) as RunEnd;
    } finally {
      states.flush();
      clearTimeout(grace);
      signal.removeEventListener('abort', stop);
    }
  }

  async query(query: PackQuery): Promise<unknown> {
    return this.#answer({ kind: 'query', query }).catch((error: unknown) => {
      if (error instanceof ExecutorLost || !(error instanceof Error)) throw error;
      throw new QueryRefused(error.message, { cause: error });
    });
  }

  async browserFolders(): Promise<readonly BrowserFolder[]> {
    return (await this.#answer({ kind: 'browserFolders' })) as readonly BrowserFolder[];
  }

  /** The process of jobs starts anew with the next job: no other way gives all of its memory back. */
  async free(): Promise<void> {
    await this.#jobs.kill();
  }

  async close(): Promise<void> {
    await Promise.all([this.#jobs.kill(), this.#questions.kill()]);
  }

  /** A question whose process died is asked once more, of its successor. */
  #answer(request: Request): Promise<unknown> {
    return this.#questions.ask(request).catch((error: unknown) => {
      if (error instanceof ExecutorLost) return this.#questions.ask(request);
      throw error;
    });
  }
}

function settingsOf(config: ServerConfig, folders: DataFolders): Omit<WorkerSettings, 'tellsFaults'> {
  return {
    packs: config.packs,
    cache: config.cache,
    compute: config.compute,
    folders: {
      input: folders.input,
      output: folders.output,
      temp: folders.temp,
      models: [folders.models, join(packageRoot, 'models')],
      defaultBundle: config.bundle ?? DEFAULT_BUNDLE,
    },
  };
}
