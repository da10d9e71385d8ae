import assert from 'node:assert/strict';
import { errorEnd, interruptedEnd, stoppedAt } from '../../../graph-server/queue/run-ends.ts';

describe('ends of jobs whose process told none', () => {
  it('have all the keys that clients check', () => {
    const { state, message } = errorEnd('p', 'gone', { node_id: '3', node_type: 'Echo' });
    assert.deepEqual([state, message.type], ['error', 'execution_error']);
    for (const key of [
      'prompt_id',
      'node_id',
      'node_type',
      'exception_message',
      'exception_type',
      'traceback',
    ])
      assert.ok(key in (message.data as object), key);
    const stopped = interruptedEnd('p', { node_id: '3', node_type: 'Echo' });
    assert.deepEqual([stopped.state, stopped.message.type], ['interrupted', 'execution_interrupted']);
    assert.deepEqual((stopped.message.data as { node_id: string }).node_id, '3');
  });

  it('name the node that ran last, and none where none had begun', () => {
    const prompt = '{"3":{"inputs":{"class_type":"No"},"class_type":"Echo"}}';
    const executing = (node: string | null) => ({
      type: 'executing' as const,
      data: { node, prompt_id: 'p' },
    });
    assert.deepEqual(stoppedAt(prompt, executing('3')), { node_id: '3', node_type: 'Echo' });
    for (const message of [undefined, executing(null), executing('3.0.0.1')])
      assert.deepEqual(stoppedAt(prompt, message), { node_id: '', node_type: '' });
  });
});
