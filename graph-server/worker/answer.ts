import { cacheOf, DEFAULT_CACHE, type CacheChoice } from '../engine/cache-choice.ts';
import type { Cache } from '../engine/cache.ts';
import { checkPrompt } from '../engine/check-prompt.ts';
import { sentenceOf } from '../engine/errors.ts';
import { objectInfo } from '../engine/object-info.ts';
import type { Folders } from '../engine/sockets.ts';
import type { JobEvent, PackQuery } from '../queue/executor.ts';
import type { LoadedPacks } from './load-packs.ts';
import type { Deadline, Request } from './messages.ts';
import { plainJson } from './plain-json.ts';
import { runJob } from './run-job.ts';

/** Answers what a worker process is asked; one job at a time. */
export class Answers {
  readonly #packs: LoadedPacks;
  readonly #folders: Folders;
  readonly #cache: Cache;
  #abort: AbortController | undefined;

  constructor(packs: LoadedPacks, folders: Folders, cache: CacheChoice = DEFAULT_CACHE) {
    this.#packs = packs;
    this.#folders = folders;
    this.#cache = cacheOf(cache);
  }

  async to(
    request: Request,
    onEvent: (event: JobEvent) => void,
    onDeadline: (deadline: Deadline) => void = () => undefined,
  ): Promise<unknown> {
    switch (request.kind) {
      case 'ready':
        return true;
      case 'objectInfo':
        return objectInfo(this.#packs.registry, this.#folders, (type, error) => {
          console.error(`node ${type}: expected a description, got ${sentenceOf(error)} (it is left out)`);
        });
      case 'browserFolders':
        return this.#packs.browserFolders;
      case 'check':
        return checkPrompt(request.prompt, this.#packs.registry, this.#folders, request.targets);
      case 'query':
        return this.#query(request.query);
      case 'run':
        return this.#run(request.run, onEvent, onDeadline);
    }
  }

  /** Asks the running job to stop. */
  interrupt(): void {
    this.#abort?.abort();
  }

  async #run(
    run: Extract<Request, { kind: 'run' }>['run'],
    onEvent: (event: JobEvent) => void,
    onDeadline: (deadline: Deadline) => void,
  ): Promise<unknown> {
    const abort = (this.#abort = new AbortController());
    const { signal } = abort;
    try {
      return await runJob(
        run,
        { registry: this.#packs.registry, cache: this.#cache, folders: this.#folders, signal },
        onEvent,
        onDeadline,
      );
    } finally {
      this.#abort = undefined;
    }
  }

  /** A form of another page can ask GET without a word of its own, so that an action is asked by POST. */
  async #query({ pack, name, method, body }: PackQuery): Promise<unknown> {
    const { registry } = this.#packs;
    const query = registry.query(pack, name) ?? (method === 'POST' ? registry.action(pack, name) : undefined);
    const answer = query && ((await query(membersOf(body), this.#folders)) ?? null);
    return answer instanceof Uint8Array ? answer : plainJson(answer);
  }
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
