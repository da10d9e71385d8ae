import { BoundedCache, type Cache } from '../../graph-server/engine/cache.ts';
import { checkPrompt } from '../../graph-server/engine/check-prompt.ts';
import type { ExecutionEvent } from '../../graph-server/engine/events.ts';
import { execute } from '../../graph-server/engine/execute.ts';
import { readPrompt } from '../../graph-server/engine/prompt.ts';
import { Registry } from '../../graph-server/engine/registry.ts';
import type { IsThere } from '../../graph-server/engine/results.ts';
import { NO_FOLDERS, promptOf } from './prompts.ts';
import pack from './semantics-pack.ts';
import testPack from './test-pack.ts';

/** How a graph is run. */
export interface RunOptions {
  readonly targets?: readonly string[];
  readonly cache?: Cache;
  readonly signal?: AbortSignal;
  readonly isThere?: IsThere;
  readonly outlivesFailures?: boolean;
  readonly onEvent?: (event: ExecutionEvent) => void;
}

/** The node types of the two test packs. */
export function semanticsRegistry(): Registry {
  const registry = new Registry();
  registry.add(testPack);
  registry.add(pack);
  return registry;
}

/** A cache that holds what a test may need. */
export const largeCache = (): BoundedCache => new BoundedCache({ maxBytes: 1e6, maxEntries: 1000 });

/** Checks a graph as the server does and runs it; answers all that is told. */
export async function runPrompt(
  nodes: readonly (readonly [id: string, node: string])[],
  options: RunOptions = {},
): Promise<ExecutionEvent[]> {
  const registry = semanticsRegistry();
  const checked = await checkPrompt(promptOf(...nodes), registry, NO_FOLDERS, options.targets);
  if (!checked.ok) throw new Error(checked.error.details);
  const parts = {
    registry,
    cache: options.cache ?? largeCache(),
    signal: options.signal ?? new AbortController().signal,
    isThere: options.isThere ?? (() => Promise.resolve(true)),
    outlivesFailures: options.outlivesFailures === true,
    place: {
      folders: NO_FOLDERS,
      metadata: { prompt: checked.prompt, extra: {} },
      save: () => Promise.resolve({ filename: 'x.png', subfolder: '', type: 'output' }),
    },
  };
  const events: ExecutionEvent[] = [];
  for await (const event of execute(readPrompt(checked.prompt), checked.targets, parts)) {
    events.push(event);
    options.onEvent?.(event);
  }
  return events;
}

/** The nodes that were begun, in order. */
export const begun = (events: readonly ExecutionEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'executing' ? [event.node] : []));

/** The ids that were found cached at the start. */
export const cachedIds = (events: readonly ExecutionEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'cached' ? event.nodes : []));

/** What each node showed, by id. */
export const shown = (events: readonly ExecutionEvent[]): Record<string, unknown> =>
  Object.fromEntries(events.flatMap((event) => (event.kind === 'executed' ? [[event.node, event.ui]] : [])));
