import assert from 'node:assert/strict';
import type { NodeState, RunEvent } from '../../../graph-server/queue/executor.ts';
import { NodeStates } from '../../../graph-server/queue/node-states.ts';

describe('NodeStates', () => {
  const finished = (id: string): NodeState => ({ id, value: 1, max: 1, state: 'finished' });
  /** Node states at a time that stands still until it is moved. */
  function statesAt() {
    const told: RunEvent[] = [];
    const clock = { ms: 0 };
    const states = new NodeStates(
      'p',
      (event) => told.push(event),
      () => clock.ms,
    );
    const nodes = () =>
      told.map((event) =>
        event.kind === 'message' ? Object.keys((event.message.data as { nodes: object }).nodes).length : 0,
      );
    return { states, told, nodes, clock };
  }

  it('tells of a few nodes each change, with all that have begun', () => {
    const { states, told } = statesAt();
    const kin = { display: '5', parent: '5', real: '5' };
    states.pass({ kind: 'states', nodes: [{ id: '1', value: 2, max: 4, state: 'running' }] });
    states.pass({ kind: 'states', nodes: [{ ...finished('5.0'), kin }] });
    const about = { prompt_id: 'p', max: 4, parent_node_id: null, display_node_id: '1', real_node_id: '1' };
    const first = { ...about, value: 2, state: 'running', node_id: '1' };
    const ids = {
      node_id: '5.0',
      prompt_id: 'p',
      parent_node_id: '5',
      display_node_id: '5',
      real_node_id: '5',
    };
    const second = { ...ids, value: 1, max: 1, state: 'finished' };
    const message = (nodes: object) => ({
      kind: 'message',
      message: { type: 'progress_state', data: { prompt_id: 'p', nodes } },
    });
    assert.deepEqual(told, [message({ '1': first }), message({ '1': first, '5.0': second })]);
  });

  it('tells of many nodes the latest once in a while, and the last of all', () => {
    const { states, nodes, clock } = statesAt();
    for (let id = 1; id <= 100; id += 1) states.pass({ kind: 'states', nodes: [finished(String(id))] });
    assert.deepEqual(nodes().slice(62), [63, 64]);
    clock.ms += 50;
    states.pass({ kind: 'states', nodes: [finished('101')] });
    assert.deepEqual(nodes().slice(64), [101]);
    states.pass({ kind: 'states', nodes: [finished('102')] });
    assert.deepEqual(nodes().slice(65), []);
    states.flush();
    states.flush();
    assert.deepEqual(nodes().slice(65), [102]);
  });

  it('tells what waits also when nothing more comes', async () => {
    const nodes = Array.from({ length: 70 }, (_, index) => finished(String(index)));
    const told: RunEvent[] = [];
    await new Promise<void>((resolve) => {
      const tell = (event: RunEvent) => {
        if (told.push(event) === 2) resolve();
      };
      const states = new NodeStates('p', tell, () => 0);
      states.pass({ kind: 'states', nodes });
      states.pass({ kind: 'states', nodes });
    });
    assert.equal(told.length, 2);
  });

  it('passes on all else as it is', () => {
    const { states, told } = statesAt();
    const event = { kind: 'preview', nodeId: '1', bytes: Uint8Array.of(1), mime: 'image/png' } as const;
    states.pass(event);
    assert.deepEqual(told, [event]);
  });
});
