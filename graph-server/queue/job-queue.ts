import type { Job, JobStore, NewJob } from '../store/job-store.ts';
import { MAX_ATTEMPTS } from '../store/job-store.ts';
import { executingMessage, statusMessage, type Message } from '../ws/messages.ts';
import type { Hub } from '../ws/hub.ts';
import { ExecutorLost, type Executor, type RunEnd, type RunEvent } from './executor.ts';

/** The job that runs now. */
export interface CurrentJob {
  readonly id: string;
  readonly clientId: string | undefined;
  /** The node that runs, once one does. */
  readonly node: string | undefined;
}

/** What the history keeps of a run's messages besides the final one. */
const KEPT = new Set(['execution_start', 'execution_cached']);

/** Runs accepted jobs one after the other and tells their clients; what it does is in the store before it is told. */
export class JobQueue {
  readonly #store: JobStore;
  readonly #hub: Hub;
  readonly #executor: Executor;
  #current:
    | { id: string; clientId: string | undefined; node: string | undefined; abort: AbortController }
    | undefined;
  #loop: Promise<void> | undefined;
  #isStopping = false;

  constructor(store: JobStore, hub: Hub, executor: Executor) {
    this.#store = store;
    this.#hub = hub;
    this.#executor = executor;
  }

  /** The job that runs now. */
  get current(): CurrentJob | undefined {
    return this.#current;
  }

  /** Puts the jobs that a crash left running back into the queue and begins to work. */
  start(): void {
    for (const job of this.#store.running()) this.#retry(job, 'the server ended while it ran');
    this.#wake();
  }

  /** Takes a job in; it survives any crash once this returns. */
  accept(job: NewJob): void {
    this.#store.accept(job);
    this.#tellStatus();
    this.#wake();
  }

  /** Removes waiting jobs, all or some. */
  remove(ids?: readonly string[]): number {
    const removed = this.#store.removeQueued(ids);
    if (removed > 0) this.#tellStatus();
    return removed;
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
  }

  #wake(): void {
    if (this.#loop || this.#isStopping) return;
    this.#loop = this.#work().finally(() => {
      this.#loop = undefined;
      if (this.#store.queued().length > 0) this.#wake();
    });
  }

  async #work(): Promise<void> {
    for (let job = this.#take(); job; job = this.#take()) await this.#execute(job);
  }

  #take(): Job | undefined {
    return this.#isStopping ? undefined : this.#store.take(Date.now());
  }

  async #execute(job: Job): Promise<void> {
    const clientId = clientOf(job);
    const abort = new AbortController();
    const current = { id: job.id, clientId, node: undefined as string | undefined, abort };
    this.#current = current;
    this.#tellStatus();
    const messages: Message[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.kind === 'preview') {
        this.#hub.preview(clientId, { ...event, promptId: job.id });
        return;
      }
      current.node = startedNode(event.message) ?? current.node;
      if (KEPT.has(event.message.type)) messages.push(event.message);
      this.#hub.send(clientId, event.message);
    };
    try {
      const targets = JSON.parse(job.targets) as string[];
      onEvent({
        kind: 'message',
        message: { type: 'execution_start', data: { prompt_id: job.id, timestamp: Date.now() } },
      });
      const end = await this.#executor.run(
        { promptId: job.id, prompt: job.prompt, extraData: job.extraData, targets },
        onEvent,
        abort.signal,
      );
      if (end.state === 'interrupted' && this.#isStopping) this.#store.requeue(job.id, false);
      else this.#finish(job, end, messages);
    } catch (error) {
      this.#fail(job, error, messages, abort.signal);
    } finally {
      this.#current = undefined;
    }
  }

  #fail(job: Job, error: unknown, messages: readonly Message[], signal: AbortSignal): void {
    if (error instanceof ExecutorLost && this.#isStopping) this.#store.requeue(job.id, false);
    else if (error instanceof ExecutorLost && signal.aborted)
      this.#finish(job, interruptedEnd(job.id), messages);
    else if (error instanceof ExecutorLost) this.#retry(job, error.message, messages);
    else
      this.#finish(job, errorEnd(job.id, error instanceof Error ? error.message : String(error)), messages);
  }

  #retry(job: Job, reason: string, messages: readonly Message[] = []): void {
    if (job.attempt < MAX_ATTEMPTS) {
      console.error(`job ${job.id}: ${reason}; it runs again (attempt ${job.attempt} of ${MAX_ATTEMPTS})`);
      this.#store.requeue(job.id, true);
      return;
    }
    this.#finish(
      job,
      errorEnd(job.id, `job ${job.id}: expected an end within ${MAX_ATTEMPTS} attempts, got none: ${reason}`),
      messages,
    );
  }

  /** History first, then the final message, the status and the end marker that scripts wait for. */
  #finish(job: Job, end: RunEnd, messages: readonly Message[]): void {
    const told = [...messages, end.message].map(({ type, data }) => [type, data]);
    const texts = {
      outputs: JSON.stringify(end.outputs),
      meta: JSON.stringify(end.meta),
      messages: JSON.stringify(told),
    };
    this.#store.finish(job.id, { state: end.state, ...texts }, Date.now());
    this.#current = undefined;
    const clientId = clientOf(job);
    if (end.state === 'interrupted' && clientId === undefined) this.#hub.broadcast(end.message);
    else this.#hub.send(clientId, end.message);
    this.#tellStatus();
    this.#hub.send(clientId, executingMessage(job.id, null));
  }

  #tellStatus(): void {
    this.#hub.broadcast(statusMessage(this.#store.remaining()));
  }
}

function clientOf(job: Job): string | undefined {
  const extra = JSON.parse(job.extraData) as { client_id?: unknown };
  return typeof extra.client_id === 'string' && extra.client_id !== '' ? extra.client_id : undefined;
}

function startedNode({ type, data }: Message): string | undefined {
  if (type !== 'executing' || typeof data !== 'object' || data === null || !('node' in data))
    return undefined;
  return typeof data.node === 'string' ? data.node : undefined;
}

function interruptedEnd(promptId: string): RunEnd {
  const data = { prompt_id: promptId, node_id: '', node_type: '', executed: [], timestamp: Date.now() };
  return { state: 'interrupted', outputs: {}, meta: {}, message: { type: 'execution_interrupted', data } };
}

function errorEnd(promptId: string, sentence: string): RunEnd {
  const data = {
    prompt_id: promptId,
    node_id: '',
    node_type: '',
    executed: [],
    exception_message: sentence,
    exception_type: 'WorkerError',
    traceback: [],
    current_inputs: {},
    current_outputs: [],
    timestamp: Date.now(),
  };
  return { state: 'error', outputs: {}, meta: {}, message: { type: 'execution_error', data } };
}
