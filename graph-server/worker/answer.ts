import { Cache } from '../engine/cache.ts';
import { checkPrompt } from '../engine/check-prompt.ts';
import { sentenceOf } from '../engine/errors.ts';
import { objectInfo } from '../engine/object-info.ts';
import type { Registry } from '../engine/registry.ts';
import type { Folders } from '../engine/sockets.ts';
import type { PackQuery, RunEvent } from '../queue/executor.ts';
import type { Request } from './messages.ts';
import { plainJson } from './plain-json.ts';
import { runJob } from './run-job.ts';

const CACHE = { maxBytes: 2 ** 30, maxEntries: 1000 };

/** Answers what a worker process is asked; one job at a time. */
export class Answers {
  readonly #registry: Registry;
  readonly #folders: Folders;
  readonly #cache = new Cache(CACHE);
  #abort: AbortController | undefined;

  constructor(registry: Registry, folders: Folders) {
    this.#registry = registry;
    this.#folders = folders;
  }

  async to(request: Request, onEvent: (event: RunEvent) => void): Promise<unknown> {
    switch (request.kind) {
      case 'ready':
        return true;
      case 'objectInfo':
        return objectInfo(this.#registry, this.#folders, (type, error) => {
          console.error(`node ${type}: expected a description, got ${sentenceOf(error)} (it is left out)`);
        });
      case 'check':
        return checkPrompt(request.prompt, this.#registry, this.#folders, request.targets);
      case 'query':
        return this.#query(request.query);
      case 'run':
        return this.#run(request.run, onEvent);
    }
  }

  /** Asks the running job to stop. */
  interrupt(): void {
    this.#abort?.abort();
  }

  async #run(
    run: Extract<Request, { kind: 'run' }>['run'],
    onEvent: (event: RunEvent) => void,
  ): Promise<unknown> {
    const abort = (this.#abort = new AbortController());
    const { signal } = abort;
    try {
      return await runJob(
        run,
        { registry: this.#registry, cache: this.#cache, folders: this.#folders, signal },
        onEvent,
      );
    } finally {
      this.#abort = undefined;
    }
  }

  async #query({ pack, name, body }: PackQuery): Promise<unknown> {
    const query = this.#registry.query(pack, name);
    return query && plainJson((await query(membersOf(body), this.#folders)) ?? null);
  }
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
