import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ExecutorLost, type JobEvent } from '../queue/executor.ts';
import type { Deadline, FromWorker, Request, ToWorker, WorkerSettings } from './messages.ts';
import { PackLoading } from './pack-loading.ts';

/** How much later than the process itself its parent ends a node that tells nothing. */
const GRACE_MS = 10_000;

interface Waiting {
  readonly request: Request;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: (event: JobEvent) => void;
  deadline?: { readonly of: Deadline; timer: NodeJS.Timeout };
}

/** A worker process from its parent's side; it starts with the first request and again after its death. */
export class WorkerProcess {
  readonly #settings: WorkerSettings;
  readonly #waiting = new Map<number, Waiting>();
  readonly #graceMs: number;
  readonly #loading: PackLoading;
  #child: ChildProcess | undefined;
  #lastId = 0;

  constructor(settings: WorkerSettings, graceMs = GRACE_MS) {
    this.#settings = settings;
    this.#graceMs = graceMs;
    this.#loading = new PackLoading(settings.packs, (sentence) => {
      if (settings.tellsFaults) console.error(sentence);
    });
  }

  /** The id of the running process. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Asks the process.
   * @throws ExecutorLost when it ends without an answer, any other Error when it answers that it failed
   */
  ask(request: Request, onEvent: (event: JobEvent) => void = () => undefined): Promise<unknown> {
    const id = (this.#lastId += 1);
    this.#child ??= this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { request, resolve, reject, onEvent });
      this.#send({ id, request });
    });
  }

  /** Asks the job that runs to stop. */
  interrupt(): void {
    this.#send({ interrupt: true });
  }

  /** Ends the process at once, whatever it does; answers when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #send(message: ToWorker): void {
    this.#child?.send(message, () => undefined); // when it cannot be sent, the exit that follows tells
  }

  #start(): ChildProcess {
    const kind = extname(import.meta.url);
    const program = fileURLToPath(new URL(`./main${kind}`, import.meta.url));
    const { packs } = this.#loading;
    const needsTsx = [program, ...packs].some((path) => /\.[cm]?ts$/.test(path));
    const execArgv = needsTsx
      ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
      : [];
    const child = fork(program, [JSON.stringify({ ...this.#settings, packs })], {
      serialization: 'advanced',
      execArgv,
      stdio: ['ignore', 2, 2, 'ipc'], // standard output belongs to the command's own answers
    });
    child.on('message', (message: FromWorker) => {
      if ('loading' in message) this.#loading.begins(child, message.loading);
      else this.#settle(message);
    });
    child.on('error', (error) => {
      if (child.pid === undefined) this.#lose(child, error.message); // else the exit that follows tells
    });
    child.on('exit', (code, signal) => {
      if (this.#child === child && this.#loading.isToBlame(code, signal)) this.#startAgain();
      else this.#lose(child, signal ?? `code ${code}`);
    });
    return child;
  }

  /** Asks the next process what the one before it has not begun to answer. */
  #startAgain(): void {
    this.#child = this.#start();
    for (const [id, { request }] of this.#waiting) this.#send({ id, request });
  }

  #settle(message: Exclude<FromWorker, { loading: unknown }>): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    clearTimeout(waiting.deadline?.timer);
    if ('event' in message || 'deadline' in message) {
      const deadline = 'deadline' in message ? message.deadline : waiting.deadline?.of;
      if (deadline) this.#watch(message.id, waiting, deadline);
      if ('event' in message) waiting.onEvent(message.event);
      return;
    }
    this.#waiting.delete(message.id);
    if ('error' in message) waiting.reject(new Error(message.error));
    else waiting.resolve(message.value);
  }

  /** Ends the process when a node blocks it for longer than it may take; the job is not tried again. */
  #watch(id: number, waiting: Waiting, deadline: Deadline): void {
    const { node, seconds } = deadline;
    const end = () => {
      this.#waiting.delete(id);
      const sentence = `node ${node}: expected an end or progress within ${seconds} s, got none (its process was ended)`;
      void this.kill().finally(() => {
        waiting.reject(new Error(sentence));
      });
    };
    waiting.deadline = { of: deadline, timer: setTimeout(end, seconds * 1000 + this.#graceMs) };
  }

  /** Tells those who wait that the process is gone. */
  #lose(child: ChildProcess, reason: string): void {
    if (this.#child === child) this.#child = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, deadline } of waiting) {
      clearTimeout(deadline?.timer);
      reject(new ExecutorLost(`worker: expected an answer, the process ended with ${reason}`));
    }
  }
}
