import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sentenceOf } from '../engine/errors.ts';
import type { Job, JobStore, NewJob } from '../store/job-store.ts';
import { MAX_ATTEMPTS } from '../store/job-store.ts';
import { executingMessage, statusMessage, type Message } from '../ws/messages.ts';
import type { Hub } from '../ws/hub.ts';
import { errorEnd, interruptedEnd, stoppedAt } from './run-ends.ts';
import { ExecutorLost, type Executor, type RunEnd, type RunEvent } from './executor.ts';
import { Watchers } from './watchers.ts';

/** The job that runs now. */
export interface CurrentJob {
  readonly id: string;
  readonly clientId: string | undefined;
  /** What a client that joins late must know: how far each node is, and which runs. */
  readonly lately: readonly Message[];
}

/** What is asked of memory: to let models go, or models and all kept results. */
interface Freeing {
  readonly unloadModels: boolean;
  readonly freeMemory: boolean;
}

/** Where a queue keeps what it needs besides the store. */
interface QueueOptions {
  /** The folder in which running jobs note the names of their pictures. */
  readonly claims?: string;
}

/** How long the queue waits after a fault of its own, such as a full disk. */
const PAUSE_MS = 1000;
/** What the history keeps of a run's messages besides the final one. */
const KEPT = new Set(['execution_start', 'execution_cached']);
/** What everybody hears of a job that came without a client id. */
const FOR_ALL = new Set(['progress', 'progress_state']);

interface Running {
  readonly id: string;
  readonly clientId: string | undefined;
  readonly abort: AbortController;
  state: Message | undefined;
  executing: Message | undefined;
}

/** Runs accepted jobs one after the other and tells their clients; what it does is in the store before it is told. */
export class JobQueue {
  readonly #store: JobStore;
  readonly #hub: Hub;
  readonly #executor: Executor;
  readonly #options: QueueOptions;
  readonly #watchers = new Watchers();
  #current: Running | undefined;
  #loop: Promise<void> | undefined;
  #freeing: Freeing | undefined;
  #isStopping = false;

  constructor(store: JobStore, hub: Hub, executor: Executor, options: QueueOptions = {}) {
    this.#store = store;
    this.#hub = hub;
    this.#executor = executor;
    this.#options = options;
  }

  /** Whether the queue works no more, and takes nothing in. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** The job that runs now. */
  get current(): CurrentJob | undefined {
    const current = this.#current;
    if (!current) return undefined;
    const { id, clientId, state, executing } = current;
    return { id, clientId, lately: [state, executing].filter((message) => message !== undefined) };
  }

  /** Puts the jobs that a crash left running back into the queue and begins to work. */
  start(): void {
    this.#dropIdleClaims();
    this.#wake('the server ended while it ran');
  }

  /** What jobs noted that have ended, in case the end came between the two. */
  #dropIdleClaims(): void {
    const { claims } = this.#options;
    if (claims === undefined || !existsSync(claims)) return;
    for (const id of readdirSync(claims))
      if (!this.#store.isLive(id)) rmSync(join(claims, id), { recursive: true, force: true });
  }

  /** Takes a job in, which survives any crash once this answers; an earlier one of its id stays and is answered. */
  async accept(job: NewJob): Promise<Job | undefined> {
    const earlier = await this.#store.together(() => {
      const known = this.#store.get(job.id);
      if (!known) this.#store.accept(job);
      return known;
    });
    if (earlier) return earlier;
    this.#tellStatus();
    this.#wake();
    return undefined;
  }

  /** Removes waiting jobs, all or some. */
  remove(ids?: readonly string[]): number {
    const removed = this.#store.removeQueued(ids);
    if (removed > 0) this.#tellStatus();
    for (const id of ids ?? this.#watchers.ids) if (!this.#store.get(id)) this.#watchers.tell(id);
    return removed;
  }

  /** Tells, once, that a job has ended or was removed; answers what takes the wish back. */
  watch(id: string, ended: () => void): () => void {
    return this.#watchers.add(id, ended);
  }

  /** Frees memory: at once when nothing runs, else after the running job. */
  free(wanted: Freeing): void {
    const earlier = this.#freeing;
    this.#freeing = {
      unloadModels: wanted.unloadModels || earlier?.unloadModels === true,
      freeMemory: wanted.freeMemory || earlier?.freeMemory === true,
    };
    this.#wake();
  }

  /** Stops the running job, if it is the named one; answers whether it did. */
  interrupt(id?: string): boolean {
    const current = this.#current;
    if (!current || (id !== undefined && id !== current.id)) return false;
    current.abort.abort();
    return true;
  }

  /** Removes a waiting job or stops a running one; answers whether there was one. */
  cancel(id: string): boolean {
    return this.remove([id]) > 0 || this.interrupt(id);
  }

  /** Stops working; the running job goes back into the queue and loses no attempt. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#current?.abort.abort();
    await this.#loop;
    this.#store.flush();
  }

  /** @param reason why jobs may be marked as running that do not run */
  #wake(reason?: string): void {
    if (this.#loop || this.#isStopping) return;
    this.#loop = this.#work(reason).then(
      () => {
        this.#loop = undefined;
        if (this.#freeing || this.#store.remaining() > 0) this.#wake();
      },
      (error: unknown) => {
        this.#loop = undefined;
        console.error(`queue: expected to go on, got ${sentenceOf(error)} (it tries again)`);
        setTimeout(() => this.#wake(sentenceOf(error)), PAUSE_MS);
      },
    );
  }

  async #work(reason: string | undefined): Promise<void> {
    if (reason !== undefined) for (const job of this.#store.running()) await this.#retry(job, reason);
    if (this.#freeing) await this.#free();
    for (let job = this.#take(); job; job = this.#take()) {
      await this.#execute(job);
      await this.#free();
    }
  }

  async #free(): Promise<void> {
    const wanted = this.#freeing;
    this.#freeing = undefined;
    if (wanted?.unloadModels === true || wanted?.freeMemory === true) await this.#executor.free(wanted);
  }

  #take(): Job | undefined {
    return this.#isStopping ? undefined : this.#store.take(Date.now());
  }

  async #execute(job: Job): Promise<void> {
    const clientId = clientOf(job);
    const abort = new AbortController();
    const current: Running = { id: job.id, clientId, state: undefined, executing: undefined, abort };
    this.#current = current;
    this.#tellStatus();
    const messages: Message[] = [];
    const onEvent = (event: RunEvent) => {
      this.#pass(event, current);
      if (event.kind === 'message' && KEPT.has(event.message.type)) messages.push(event.message);
    };
    try {
      const targets = JSON.parse(job.targets) as string[];
      onEvent({
        kind: 'message',
        message: { type: 'execution_start', data: { prompt_id: job.id, timestamp: Date.now() } },
      });
      const end = await this.#executor.run(
        { promptId: job.id, prompt: job.prompt, extraData: job.extraData, targets, ...this.#claimsOf(job) },
        onEvent,
        abort.signal,
      );
      if (end.state === 'interrupted' && this.#isStopping) this.#store.requeue(job.id, false);
      else await this.#finish(job, end, messages);
    } catch (error) {
      await this.#fail(job, error, messages, abort.signal);
    } finally {
      this.#current = undefined;
    }
  }

  /** Tells one event of the running job to its client, and remembers it for a client that joins late. */
  #pass(event: RunEvent, current: Running): void {
    const { clientId } = current;
    if (event.kind === 'preview') {
      this.#hub.preview(clientId, { ...event, promptId: current.id });
      return;
    }
    const { message } = event;
    if (message.type === 'progress_state') current.state = message;
    if (message.type === 'executing') current.executing = message;
    if (clientId === undefined && FOR_ALL.has(message.type)) this.#hub.broadcast(message);
    else this.#hub.send(clientId, message);
  }

  #claimsOf(job: Job): { readonly claims?: string } {
    return this.#options.claims === undefined ? {} : { claims: join(this.#options.claims, job.id) };
  }

  async #fail(job: Job, error: unknown, messages: readonly Message[], signal: AbortSignal): Promise<void> {
    if (error instanceof ExecutorLost && this.#isStopping) this.#store.requeue(job.id, false);
    else if (error instanceof ExecutorLost && signal.aborted)
      await this.#finish(job, interruptedEnd(job.id, this.#stoppedAt(job)), messages);
    else if (error instanceof ExecutorLost) await this.#retry(job, error.message, messages);
    else await this.#finish(job, errorEnd(job.id, sentenceOf(error), this.#stoppedAt(job)), messages);
  }

  async #retry(job: Job, reason: string, messages: readonly Message[] = []): Promise<void> {
    if (job.attempt < MAX_ATTEMPTS) {
      console.error(`job ${job.id}: ${reason}; it runs again (attempt ${job.attempt} of ${MAX_ATTEMPTS})`);
      this.#store.requeue(job.id, true);
      return;
    }
    const sentence = `job ${job.id}: expected an end within ${MAX_ATTEMPTS} attempts, got none: ${reason}`;
    await this.#finish(job, errorEnd(job.id, sentence, this.#stoppedAt(job)), messages);
  }

  /** The node that ran last of a job that ended from outside. */
  #stoppedAt(job: Job): ReturnType<typeof stoppedAt> {
    return stoppedAt(job.prompt, this.#current?.executing);
  }

  /** History first, then the final message, the status and the end marker that scripts wait for. */
  async #finish(job: Job, end: RunEnd, messages: readonly Message[]): Promise<void> {
    const told = [...messages, end.message].map(({ type, data }) => [type, data]);
    const texts = {
      outputs: JSON.stringify(end.outputs),
      meta: JSON.stringify(end.meta),
      messages: JSON.stringify(told),
    };
    this.#current = undefined; // it can be interrupted no more
    await this.#store.together(() => this.#store.finish(job.id, { state: end.state, ...texts }, Date.now()));
    const clientId = clientOf(job);
    if (end.state === 'interrupted' && clientId === undefined) this.#hub.broadcast(end.message);
    else this.#hub.send(clientId, end.message);
    this.#tellStatus();
    this.#hub.send(clientId, executingMessage(job.id, null));
    this.#watchers.tell(job.id);
    const { claims } = this.#claimsOf(job);
    if (claims !== undefined) rmSync(claims, { recursive: true, force: true });
  }

  #tellStatus(): void {
    this.#hub.broadcast(statusMessage(this.#store.remaining()));
  }
}

function clientOf(job: Job): string | undefined {
  const extra = JSON.parse(job.extraData) as { client_id?: unknown };
  return typeof extra.client_id === 'string' && extra.client_id !== '' ? extra.client_id : undefined;
}
