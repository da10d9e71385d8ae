import assert from 'node:assert/strict';
import { errorEnd, interruptedEnd } from '../../../graph-server/queue/run-ends.ts';

describe('ends of jobs whose process told none', () => {
  it('have all the keys that clients check', () => {
    const { state, message } = errorEnd('p', 'gone');
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
    const stopped = interruptedEnd('p');
    assert.deepEqual([stopped.state, stopped.message.type], ['interrupted', 'execution_interrupted']);
  });
});
