import assert from 'node:assert/strict';
import type { ExecutionEvent } from '../../../graph-server/engine/events.ts';
import type { RunEnd, RunEvent } from '../../../graph-server/queue/executor.ts';
import { NodeStates } from '../../../graph-server/queue/node-states.ts';
import { RunMessages } from '../../../graph-server/worker/run-messages.ts';

describe('RunMessages', () => {
  /** What is told of events, as `type node value state`, and how the run ended. */
  function told(...events: ExecutionEvent[]): { lines: string[]; sent: RunEvent[]; end: RunEnd | undefined } {
    const sent: RunEvent[] = [];
    const states = new NodeStates('p', (event) => sent.push(event));
    const messages = new RunMessages(
      'p',
      () => 'Type',
      (event) => {
        states.pass(event);
      },
    );
    const ends = events.map((event) => messages.take(event));
    const lines = sent.map((event) =>
      event.kind === 'preview' ? `preview ${event.nodeId}` : event.message.type,
    );
    return { lines, sent, end: ends.at(-1) };
  }
  const dataOf = (event: RunEvent | undefined) =>
    event?.kind === 'message' ? event.message.data : assert.fail();

  it('keeps the order of ComfyUI', () => {
    const { lines, end } = told(
      { kind: 'cached', nodes: [] },
      { kind: 'executing', node: '1' },
      { kind: 'progress', node: '1', value: 1, max: 2 },
      { kind: 'preview', node: '1', bytes: Uint8Array.of(1), mime: 'image/png' },
      { kind: 'executed', node: '1', ui: { images: [] } },
      { kind: 'finished', node: '1' },
      { kind: 'success' },
    );
    assert.deepEqual(lines, [
      'execution_cached',
      'progress_state',
      'executing',
      'progress_state',
      'progress',
      'preview 1',
      'executed',
      'progress_state',
    ]);
    assert.equal(end?.state, 'success');
    assert.deepEqual(end.outputs, { '1': { images: [] } });
    assert.deepEqual(end.meta, {
      '1': { node_id: '1', display_node: '1', parent_node: null, real_node_id: '1' },
    });
    assert.equal(end.message.type, 'execution_success');
  });

  it('tells the states of all nodes that have begun', () => {
    const { sent } = told(
      { kind: 'executing', node: '1' },
      { kind: 'progress', node: '1', value: 2, max: 4 },
      { kind: 'finished', node: '1' },
      { kind: 'executing', node: '2' },
    );
    const about = { prompt_id: 'p', parent_node_id: null };
    const one = {
      ...about,
      value: 4,
      max: 4,
      state: 'finished',
      node_id: '1',
      display_node_id: '1',
      real_node_id: '1',
    };
    const two = {
      ...about,
      value: 0,
      max: 1,
      state: 'running',
      node_id: '2',
      display_node_id: '2',
      real_node_id: '2',
    };
    assert.deepEqual(dataOf(sent.at(-2)), { prompt_id: 'p', nodes: { '1': one, '2': two } });
    assert.deepEqual(dataOf(sent[3]), { value: 2, max: 4, prompt_id: 'p', node: '1' });
  });

  it('shows a cached output without anything to show as null, and keeps nothing of it', () => {
    const { sent, end } = told({ kind: 'executed', node: '1', ui: null }, { kind: 'success' });
    assert.deepEqual(dataOf(sent[0]), { node: '1', display_node: '1', output: null, prompt_id: 'p' });
    assert.deepEqual(end?.outputs, {});
  });

  it('says where and why a run failed', () => {
    const { end } = told({
      kind: 'error',
      node: '2',
      error: new TypeError('steps: expected 1, got 0'),
      inputs: { seed: 2n ** 64n - 1n, steps: 5 },
      executed: ['1'],
    });
    const { traceback, timestamp, ...data } = end?.message.data as Record<string, unknown>;
    assert.deepEqual(data, {
      prompt_id: 'p',
      node_id: '2',
      node_type: 'Type',
      executed: ['1'],
      exception_message: 'node 2 Type: steps: expected 1, got 0\n',
      exception_type: 'TypeError',
      current_inputs: { seed: ['18446744073709551615'], steps: [5] },
      current_outputs: ['1'],
    });
    assert.ok(Array.isArray(traceback) && traceback.length > 1);
    assert.equal(typeof timestamp, 'number');
    JSON.stringify(end);
  });

  it('says where a run was stopped', () => {
    const { end } = told({ kind: 'interrupted', node: '2', executed: ['1'] });
    assert.equal(end?.message.type, 'execution_interrupted');
    const { node_id, executed } = end.message.data as Record<string, unknown>;
    assert.deepEqual([end.state, node_id, executed], ['interrupted', '2', ['1']]);
  });

  const kin = { id: '5.0.0.1', display: '5', parent: '5', real: '5' };
  const expanded = { kind: 'expanded', node: '5', nodes: [kin] } as const;

  it('tells new nodes by their own id, their parent, and the node that is shown for them', () => {
    const { sent, end } = told(
      expanded,
      { kind: 'executing', node: '5.0.0.1' },
      { kind: 'preview', node: '5.0.0.1', bytes: Uint8Array.of(1), mime: 'image/png' },
      { kind: 'executed', node: '5.0.0.1', ui: { text: ['x'] } },
      { kind: 'success' },
    );
    const { nodes } = dataOf(sent[0]) as { nodes: Record<string, Record<string, unknown>> };
    const state = nodes['5.0.0.1'];
    assert.deepEqual(
      [state?.['node_id'], state?.['display_node_id'], state?.['parent_node_id'], state?.['real_node_id']],
      ['5.0.0.1', '5', '5', '5'],
    );
    assert.deepEqual(dataOf(sent[1]), { node: '5.0.0.1', display_node: '5', prompt_id: 'p' });
    const preview = sent.find((event) => event.kind === 'preview');
    assert.deepEqual(preview?.kin, { display: '5', parent: '5', real: '5' });
    assert.equal((dataOf(sent.at(-1)) as Record<string, unknown>)['display_node'], '5');
    assert.deepEqual(end?.meta, {
      '5.0.0.1': { node_id: '5.0.0.1', display_node: '5', parent_node: '5', real_node_id: '5' },
    });
  });

  it('blames the node of the prompt for a fault of a new one', () => {
    const failure = { node: '5.0.0.1', error: new Error('x'), inputs: {}, executed: [] };
    const { end } = told(expanded, { kind: 'error', ...failure });
    const { node_id, exception_message } = end?.message.data as Record<string, unknown>;
    assert.deepEqual([node_id, exception_message], ['5', 'node 5.0.0.1 Type: x\n']);
  });

  it('tells the message of a blocker as an error that has no time and ends nothing', () => {
    const { sent, lines, end } = told(
      { kind: 'blocked', node: '2', message: 'no face', executed: ['1'] },
      { kind: 'success' },
    );
    assert.deepEqual(lines, ['execution_error']);
    assert.deepEqual(dataOf(sent[0]), {
      prompt_id: 'p',
      node_id: '2',
      node_type: 'Type',
      executed: ['1'],
      exception_message: 'node 2 Type: no face\n',
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: {},
      current_outputs: [],
    });
    assert.equal(end?.state, 'success');
  });

  it('tells a failure that the run outlives, what it spoils, and in the end how much was done', () => {
    const failure = { node: '2', error: new Error('x'), inputs: {}, executed: ['1'] };
    const { sent, lines, end } = told(
      { kind: 'failed', ...failure, spoiled: ['3'] },
      { kind: 'success', failed: ['2'], spoiled: ['2', '3'] },
    );
    assert.deepEqual(lines, ['progress_state', 'execution_node_error']);
    const { nodes } = dataOf(sent[0]) as { nodes: Record<string, { state: string }> };
    assert.deepEqual([nodes['2']?.state, nodes['3']?.state], ['error', 'blocked']);
    assert.deepEqual((dataOf(sent[1]) as Record<string, unknown>)['blocked_node_ids'], ['3']);
    const { timestamp, ...summary } = end?.message.data as Record<string, unknown>;
    assert.equal(typeof timestamp, 'number');
    assert.deepEqual(summary, {
      prompt_id: 'p',
      completion_status: 'partial_success',
      has_errors: true,
      execution_error_count: 1,
      failed_node_ids: ['2'],
      blocked_node_ids: ['3'],
    });
  });
});
