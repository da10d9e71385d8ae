import type { JobEvent, NodeState, RunEvent } from './executor.ts';

/** The least time between two reports of many nodes. */
const PAUSE_MS = 50;
/** Of thousands of nodes the message is long: it may take a part of the time, not all of it. */
const PAUSE_PER_NODE_MS = 0.05;
/** Up to so many nodes, each change is told by itself. */
const FEW = 64;

/**
 * Makes ComfyUI's `progress_state` of the states of single nodes: the message names all nodes that have begun, so that
 * of many nodes it is told up to 20 times a second, each time with the latest states. The last is never dropped.
 */
export class NodeStates {
  readonly #promptId: string;
  readonly #tell: (event: RunEvent) => void;
  readonly #now: () => number;
  readonly #nodes = new Map<string, Readonly<Record<string, unknown>>>();
  #toldAt = -Infinity;
  #isBehind = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    promptId: string,
    tell: (event: RunEvent) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#promptId = promptId;
    this.#tell = tell;
    this.#now = now;
  }

  /** Passes an event on; states of nodes as the message that tells them. */
  pass(event: JobEvent): void {
    if (event.kind !== 'states') {
      this.#tell(event);
      return;
    }
    for (const node of event.nodes) this.#nodes.set(node.id, this.#entryOf(node));
    this.#isBehind = true;
    const { size } = this.#nodes;
    const pause = Math.max(PAUSE_MS, size * PAUSE_PER_NODE_MS);
    const wait = size <= FEW ? 0 : this.#toldAt + pause - this.#now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Tells what was not told yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.#toldAt = this.#now();
    const data = { prompt_id: this.#promptId, nodes: Object.fromEntries(this.#nodes) };
    this.#tell({ kind: 'message', message: { type: 'progress_state', data } });
  }

  #entryOf({ id, value, max, state, kin }: NodeState): Readonly<Record<string, unknown>> {
    return {
      value,
      max,
      state,
      node_id: id,
      prompt_id: this.#promptId,
      display_node_id: kin?.display ?? id,
      parent_node_id: kin?.parent ?? null,
      real_node_id: kin?.real ?? id,
    };
  }
}
