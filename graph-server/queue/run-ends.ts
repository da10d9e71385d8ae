import type { RunEnd } from './executor.ts';

/** The end of a job that was stopped and whose process told no end. */
export function interruptedEnd(promptId: string): RunEnd {
  const data = { prompt_id: promptId, node_id: '', node_type: '', executed: [], timestamp: Date.now() };
  return { state: 'interrupted', outputs: {}, meta: {}, message: { type: 'execution_interrupted', data } };
}

/** The end of a job that failed outside its nodes. */
export function errorEnd(promptId: string, sentence: string): RunEnd {
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
