import type { Cache } from './cache.ts';
import { eventsOf, type ExecutionEvent, type NodeFailure } from './events.ts';
import { Execution, NodeStopped } from './execution.ts';
import { LiveGraph } from './live-graph.ts';
import type { Place } from './node-calls.ts';
import type { Prompt } from './prompt.ts';
import type { Registry } from './registry.ts';
import { Results, type IsThere } from './results.ts';

/** What an execution works with. */
export interface ExecutionParts {
  readonly registry: Registry;
  readonly cache: Cache;
  /** What nodes may ask of the place where they run. */
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly isThere: IsThere;
  /** Whether a failure stops only what depends on it; else, as in ComfyUI, the first one ends the run. */
  readonly outlivesFailures?: boolean;
}

/**
 * Executes what the target nodes of a checked prompt need; what is cached is told and not done again.
 * It ends with the first error, and at an abort before the next node or within one that looks at its signal.
 */
export async function* execute(
  prompt: Prompt,
  targets: readonly string[],
  { registry, cache, isThere, outlivesFailures = false, ...parts }: ExecutionParts,
): AsyncGenerator<ExecutionEvent, void, undefined> {
  const graph = new LiveGraph(prompt, registry);
  const unknown = graph.ids.find((id) => registry.get(graph.node(id).type) === undefined);
  if (unknown !== undefined) {
    yield { kind: 'error', ...unloaded(unknown, graph.node(unknown).type) };
    return;
  }
  for (const id of targets) graph.node(id);
  const results = new Results(graph, cache);
  yield { kind: 'cached', nodes: await results.begin(parts.place.folders, isThere) };
  let execution: Execution | undefined;
  const failures: NodeFailure[] = [];
  try {
    for await (const event of eventsOf<ExecutionEvent, undefined>(async (tell) => {
      execution = new Execution({ graph, results, ...parts, outlivesFailures, tell });
      await execution.run(targets);
    })) {
      if (event.kind === 'failed') failures.push(event);
      yield event;
    }
    yield endOf(targets, failures, execution?.spoiled ?? new Set());
  } catch (thrown) {
    if (!(thrown instanceof NodeStopped) || !execution) throw thrown;
    const { node, cause: error } = thrown;
    const { executed } = execution;
    if (parts.signal.aborted) yield { kind: 'interrupted', node, executed };
    else yield { kind: 'error', node, error, inputs: execution.literals(node), executed };
  }
}

/** A run that outlived failures is an error only when no target is done. */
function endOf(
  targets: readonly string[],
  failures: readonly NodeFailure[],
  spoiled: ReadonlySet<string>,
): ExecutionEvent {
  const [first] = failures;
  if (!first) return { kind: 'success' };
  if (targets.every((id) => spoiled.has(id))) {
    const { node, error, inputs, executed } = first;
    return { kind: 'error', node, error, inputs, executed };
  }
  return { kind: 'success', spoiled: [...spoiled], failed: failures.map(({ node }) => node) };
}

function unloaded(node: string, type: string): NodeFailure {
  const error = new Error(`expected a node type of a loaded pack, got ${type === '' ? 'none' : type}`);
  return { node, error, inputs: {}, executed: [] };
}
