import { sentenceOf } from '../engine/errors.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { RunEnd, RunEvent } from '../queue/executor.ts';
import { executingMessage, type Message } from '../ws/messages.ts';
import { Coalesced } from './coalesced.ts';
import { plainJson } from './plain-json.ts';

type Final = Extract<ExecutionEvent, { kind: 'success' | 'interrupted' | 'error' }>;
type Failure = Extract<ExecutionEvent, { kind: 'error' }>;

interface NodeState {
  readonly value: number;
  readonly max: number;
  readonly state: 'running' | 'finished';
}

/** Tells an execution in ComfyUI's messages, in ComfyUI's order, and collects what its history keeps. */
export class RunMessages {
  readonly #promptId: string;
  readonly #typeOf: (node: string) => string;
  readonly #send: (event: RunEvent) => void;
  readonly #states = new Map<string, NodeState>();
  readonly #outputs: Record<string, unknown> = {};
  readonly #meta: Record<string, unknown> = {};
  readonly #progress: Coalesced;

  constructor(promptId: string, typeOf: (node: string) => string, send: (event: RunEvent) => void) {
    this.#promptId = promptId;
    this.#typeOf = typeOf;
    this.#send = send;
    this.#progress = new Coalesced(({ node, value, max }) => {
      this.#tellState(node, { value, max, state: 'running' });
      this.#tell('progress', { value, max, prompt_id: this.#promptId, node });
    });
  }

  /** Tells one event; answers the end of the run when it is the last. */
  take(event: ExecutionEvent): RunEnd | undefined {
    if (event.kind !== 'progress') this.#progress.flush();
    switch (event.kind) {
      case 'cached':
        this.#tell('execution_cached', { nodes: event.nodes, ...this.#stamp() });
        return undefined;
      case 'executing':
        this.#tellState(event.node, { value: 0, max: 1, state: 'running' });
        this.#send({ kind: 'message', message: executingMessage(this.#promptId, event.node) });
        return undefined;
      case 'progress':
        this.#progress.offer(event);
        return undefined;
      case 'preview':
        this.#send({ kind: 'preview', nodeId: event.node, bytes: event.bytes, mime: event.mime });
        return undefined;
      case 'executed':
        this.#executed(event.node, plainJson(event.ui));
        return undefined;
      case 'finished': {
        const max = this.#states.get(event.node)?.max ?? 1;
        this.#tellState(event.node, { value: max, max, state: 'finished' });
        return undefined;
      }
      default:
        return this.#end(event);
    }
  }

  #executed(node: string, output: unknown): void {
    if (output !== null) {
      this.#outputs[node] = output;
      this.#meta[node] = { node_id: node, display_node: node, parent_node: null, real_node_id: node };
    }
    this.#tell('executed', { node, display_node: node, output, prompt_id: this.#promptId });
  }

  #end(event: Final): RunEnd {
    return {
      state: event.kind,
      outputs: this.#outputs,
      meta: this.#meta,
      message: { type: `execution_${event.kind}`, data: this.#finalData(event) },
    };
  }

  #finalData(event: Final): Readonly<Record<string, unknown>> {
    if (event.kind === 'success') return this.#stamp();
    const node = event.node ?? '';
    const stopped = {
      ...this.#stamp(),
      node_id: node,
      node_type: this.#typeOf(node),
      executed: event.executed,
    };
    return event.kind === 'interrupted' ? stopped : { ...stopped, ...this.#failure(event) };
  }

  /** What a failed node says; ComfyUI's clients expect the newline after the sentence. */
  #failure({ node, error, inputs, executed }: Failure): Readonly<Record<string, unknown>> {
    return {
      exception_message: `node ${node} ${this.#typeOf(node)}: ${sentenceOf(error)}\n`,
      exception_type: error instanceof Error ? error.name : typeof error,
      traceback: error instanceof Error ? (error.stack ?? '').split('\n') : [],
      current_inputs: plainJson(
        Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, [value]])),
      ),
      current_outputs: executed,
    };
  }

  /** Tells the states of all nodes that have begun. */
  #tellState(changed: string, state: NodeState): void {
    this.#states.set(changed, state);
    const prompt_id = this.#promptId;
    const nodes = Object.fromEntries(
      [...this.#states].map(([id, told]) => [
        id,
        { ...told, node_id: id, prompt_id, display_node_id: id, parent_node_id: null, real_node_id: id },
      ]),
    );
    this.#tell('progress_state', { prompt_id, nodes });
  }

  #tell(type: Message['type'], data: Message['data']): void {
    this.#send({ kind: 'message', message: { type, data } });
  }

  #stamp(): { readonly prompt_id: string; readonly timestamp: number } {
    return { prompt_id: this.#promptId, timestamp: Date.now() };
  }
}
