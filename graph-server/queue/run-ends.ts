import { jsonMembers } from '../http/json-members.ts';
import type { Message } from '../ws/messages.ts';
import type { RunEnd } from './executor.ts';

/** The node at which a job stopped, as its messages name it. */
interface StoppedAt {
  readonly node_id: string;
  readonly node_type: string;
}

const NOWHERE: StoppedAt = { node_id: '', node_type: '' };

/** The node that was told last as running; none where no node had begun, or a node of the run's own. @param prompt JSON of the prompt */
export function stoppedAt(prompt: string, executing: Message | undefined): StoppedAt {
  const { node } = (executing?.data ?? {}) as { readonly node?: unknown };
  const entry = typeof node === 'string' ? jsonMembers(prompt).get(node) : undefined;
  if (entry === undefined) return NOWHERE;
  const type: unknown = JSON.parse(jsonMembers(entry).get('class_type') ?? '""');
  return { node_id: String(node), node_type: String(type) };
}

/** The end of a job that was stopped and whose process told no end. */
export function interruptedEnd(promptId: string, at: StoppedAt): RunEnd {
  const data = { prompt_id: promptId, ...at, executed: [], timestamp: Date.now() };
  return { state: 'interrupted', outputs: {}, meta: {}, message: { type: 'execution_interrupted', data } };
}

/** The end of a job that failed outside its nodes. */
export function errorEnd(promptId: string, sentence: string, at: StoppedAt): RunEnd {
  const data = {
    prompt_id: promptId,
    ...at,
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
