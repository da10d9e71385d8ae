import { block } from './blocker.ts';
import { blockerIn, callsOf, type CallResult, type InputLists } from './call-lists.ts';
import type { AnyNode, NodeContext, PictureFile, SavedPicture } from './define-node.ts';
import type { ExecutionEvent } from './events.ts';
import { Expansion, expansionRoot } from './expansion.ts';
import type { GraphNode, LiveGraph } from './live-graph.ts';
import { DEFAULT_TIME_LIMIT, withinTimeLimit } from './time-limit.ts';

/** What the place where a graph runs gives to nodes. */
export interface Place extends Pick<NodeContext, 'folders' | 'metadata'> {
  /** @param writer the node and the number of its call, which are the same in every attempt */
  readonly save: (file: PictureFile, writer: string) => Promise<SavedPicture>;
}

/** What the calls of a node work with. */
interface CallParts {
  readonly graph: LiveGraph;
  readonly place: Place;
  readonly signal: AbortSignal;
  readonly executed: readonly string[];
  readonly tell: (event: ExecutionEvent) => void;
}

type Call = Readonly<Record<string, unknown>>;

/** How long calls may follow each other before messages of the outside, such as an interrupt, are let in. */
const BREATH_MS = 10;
let lastBreath = 0;

/** Lets in what waits in the event loop, now and then. */
export async function breathe(): Promise<void> {
  if (performance.now() - lastBreath >= BREATH_MS) await letIn();
}

/** Lets in what waits in the event loop: what was told before is passed on, though a node blocks the thread after. */
export async function letIn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  lastBreath = performance.now();
}

/** Calls a node's `run` for each item of its lists; one that gets a blocker is not called and gives a blocker. */
export async function runCalls(
  node: GraphNode,
  definition: AnyNode,
  lists: InputLists,
  parts: CallParts,
): Promise<CallResult[]> {
  const limit = definition.timeLimit ?? DEFAULT_TIME_LIMIT;
  const calls = callsOf(lists, definition.takesLists === true);
  return withinTimeLimit(limit, parts.signal, async (signal, touch) => {
    const run = (call: Call, index: number) =>
      runCall(call, definition, { ...parts, signal }, contextOf(node, index, touch, { ...parts, signal }));
    if (definition.onlyWaits === true) return Promise.all(calls.map(run));
    const results: CallResult[] = [];
    for (const [index, call] of calls.entries()) {
      if (index > 0) await breathe();
      signal.throwIfAborted();
      results.push(await run(call, index));
    }
    return results;
  });
}

/** The lazy inputs that a node's calls still need. */
export async function neededInputs(definition: AnyNode, lists: InputLists): Promise<string[]> {
  if (!definition.needed) return [];
  const takesLists = definition.takesLists === true;
  const needed: string[] = [];
  for (const call of callsOf(lists, takesLists))
    if (!blockerIn(call, takesLists)) needed.push(...(await definition.needed(call)));
  return [...new Set(needed)];
}

async function runCall(
  call: Call,
  definition: AnyNode,
  { tell, executed }: CallParts,
  context: NodeContext,
): Promise<CallResult> {
  const blocker = blockerIn(call, definition.takesLists === true);
  if (!blocker) return resultOf(await definition.run(call, context));
  if (blocker.message !== undefined)
    tell({ kind: 'blocked', node: context.nodeId, message: blocker.message, executed: [...executed] });
  return block();
}

/** What a pack's `run` gave: nothing stands for no outputs. */
const resultOf = (given: unknown): CallResult => (given ?? {}) as CallResult;

function contextOf(
  { id }: GraphNode,
  call: number,
  touch: () => void,
  { graph, place, signal, tell }: CallParts,
): NodeContext {
  let graphs = 0;
  return {
    ...place,
    save: (file) => place.save(file, `${id}.${call}`),
    nodeId: id,
    signal,
    progress: (value, max) => {
      signal.throwIfAborted();
      touch();
      tell({ kind: 'progress', node: id, value, max });
    },
    preview: (bytes, mime) => {
      touch();
      tell({ kind: 'preview', node: id, bytes, mime });
    },
    expansion: () => {
      graphs += 1;
      return new Expansion(`${expansionRoot(id)}.${call}.${graphs - 1}.`);
    },
    graphNode: (other) => graph.seen(other),
  };
}
