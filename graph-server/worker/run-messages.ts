import { sentenceOf } from '../engine/errors.ts';
import type { ExecutionEvent, NodeFailure } from '../engine/events.ts';
import type { Kinship } from '../engine/live-graph.ts';
import type { JobEvent, NodeState, RunEnd } from '../queue/executor.ts';
import { executingMessage, type Message } from '../ws/messages.ts';
import { Coalesced } from './coalesced.ts';
import { plainJson } from './plain-json.ts';

type Final = Extract<ExecutionEvent, { kind: 'success' | 'interrupted' | 'error' }>;
type Data = Readonly<Record<string, unknown>>;

/** Tells an execution in ComfyUI's messages, in ComfyUI's order, and collects what its history keeps. */
export class RunMessages {
  readonly #promptId: string;
  readonly #typeOf: (node: string) => string;
  readonly #send: (event: JobEvent) => void;
  /** How many steps each node that has begun has. */
  readonly #steps = new Map<string, number>();
  /** How clients know the nodes that others made. */
  readonly #kin = new Map<string, Kinship>();
  readonly #outputs: Record<string, unknown> = {};
  readonly #meta: Record<string, unknown> = {};
  readonly #progress: Coalesced;

  constructor(promptId: string, typeOf: (node: string) => string, send: (event: JobEvent) => void) {
    this.#promptId = promptId;
    this.#typeOf = typeOf;
    this.#send = send;
    this.#progress = new Coalesced(({ node, value, max }) => {
      this.#tellStates(this.#stateOf(node, 'running', value, max));
      this.#tell('progress', { value, max, prompt_id: this.#promptId, node });
    });
  }

  /** Tells one event; answers the end of the run when it is the last. */
  take(event: ExecutionEvent): RunEnd | undefined {
    if (event.kind !== 'progress') this.#progress.flush();
    switch (event.kind) {
      case 'success':
      case 'interrupted':
      case 'error':
        return this.#end(event);
      case 'cached':
        this.#tell('execution_cached', { nodes: event.nodes, ...this.#stamp() });
        return undefined;
      case 'expanded':
        for (const kin of event.nodes) this.#kin.set(kin.id, kin);
        return undefined;
      default:
        this.#ofNode(event);
        return undefined;
    }
  }

  #ofNode(event: Exclude<ExecutionEvent, { kind: Final['kind'] | 'cached' | 'expanded' }>): void {
    const { node } = event;
    const { display, parent, real } = this.#kinOf(node);
    switch (event.kind) {
      case 'executing':
        this.#tellStates(this.#stateOf(node, 'running'));
        this.#send({ kind: 'message', message: executingMessage(this.#promptId, node, display) });
        break;
      case 'progress':
        this.#progress.offer(event);
        break;
      case 'preview': {
        const kin = parent === null ? {} : { kin: { display, parent, real } };
        this.#send({ kind: 'preview', nodeId: node, bytes: event.bytes, mime: event.mime, ...kin });
        break;
      }
      case 'executed':
        this.#executed(node, plainJson(event.ui));
        break;
      case 'finished': {
        const max = this.#steps.get(node) ?? 1;
        this.#tellStates(this.#stateOf(node, 'finished', max, max));
        break;
      }
      case 'blocked':
        this.#tell('execution_error', this.#blocked(event));
        break;
      case 'failed':
        this.#failed(event);
        break;
    }
  }

  #executed(node: string, output: unknown): void {
    const { display, parent, real } = this.#kinOf(node);
    if (output !== null) {
      this.#outputs[node] = output;
      this.#meta[node] = { node_id: node, display_node: display, parent_node: parent, real_node_id: real };
    }
    this.#tell('executed', { node, display_node: display, output, prompt_id: this.#promptId });
  }

  /** A node failed and the run goes on: its state and that of all that depends on it say so. */
  #failed(event: Extract<ExecutionEvent, { kind: 'failed' }>): void {
    const blocked = event.spoiled.map((id) => this.#stateOf(id, 'blocked'));
    this.#tellStates(...blocked, this.#stateOf(event.node, 'error'));
    this.#tell('execution_node_error', {
      ...this.#stopped(event),
      ...this.#failure(event),
      blocked_node_ids: event.spoiled,
    });
  }

  #end(event: Final): RunEnd {
    return {
      state: event.kind,
      outputs: this.#outputs,
      meta: this.#meta,
      message: { type: `execution_${event.kind}`, data: this.#finalData(event) },
    };
  }

  #finalData(event: Final): Data {
    if (event.kind === 'success') return { ...this.#stamp(), ...partial(event) };
    const { node = '', executed } = event;
    const stopped = this.#stopped({ node, executed });
    return event.kind === 'interrupted' ? stopped : { ...stopped, ...this.#failure(event) };
  }

  /** Where a run stopped: the node of the prompt, whichever new node it was. */
  #stopped({ node, executed }: Pick<NodeFailure, 'node' | 'executed'>): Data {
    const { real } = this.#kinOf(node);
    return { ...this.#stamp(), node_id: real, node_type: this.#typeOf(real), executed };
  }

  /** What a failed node says; ComfyUI's clients expect the newline after the sentence. */
  #failure({ node, error, inputs, executed }: NodeFailure): Data {
    const { real } = this.#kinOf(node);
    return {
      exception_message: `node ${node} ${this.#typeOf(real)}: ${sentenceOf(error)}\n`,
      exception_type: error instanceof Error ? error.name : typeof error,
      traceback: error instanceof Error ? (error.stack ?? '').split('\n') : [],
      current_inputs: plainJson(
        Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, [value]])),
      ),
      current_outputs: executed,
    };
  }

  /** ComfyUI tells a blocker's message as an error that does not end the run and has no time. */
  #blocked({ node, message, executed }: Extract<ExecutionEvent, { kind: 'blocked' }>): Data {
    const { real } = this.#kinOf(node);
    return {
      prompt_id: this.#promptId,
      node_id: real,
      node_type: this.#typeOf(real),
      executed,
      exception_message: `node ${node} ${this.#typeOf(real)}: ${message}\n`,
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: {},
      current_outputs: [],
    };
  }

  #tellStates(...nodes: readonly NodeState[]): void {
    for (const { id, max } of nodes) this.#steps.set(id, max);
    this.#send({ kind: 'states', nodes });
  }

  #stateOf(id: string, state: NodeState['state'], value = 0, max = 1): NodeState {
    const kin = this.#kin.get(id);
    return { id, value, max, state, ...(kin ? { kin } : {}) };
  }

  #kinOf(id: string): Omit<Kinship, 'parent'> & { readonly parent: string | null } {
    return this.#kin.get(id) ?? { id, display: id, parent: null, real: id };
  }

  #tell(type: Message['type'], data: Message['data']): void {
    this.#send({ kind: 'message', message: { type, data } });
  }

  #stamp(): { readonly prompt_id: string; readonly timestamp: number } {
    return { prompt_id: this.#promptId, timestamp: Date.now() };
  }
}

/** What a run that outlived failures says of them. */
function partial({ failed, spoiled }: Extract<ExecutionEvent, { kind: 'success' }>): Data {
  if (!failed) return {};
  return {
    completion_status: 'partial_success',
    has_errors: true,
    execution_error_count: failed.length,
    failed_node_ids: failed,
    blocked_node_ids: (spoiled ?? []).filter((id) => !failed.includes(id)),
  };
}
