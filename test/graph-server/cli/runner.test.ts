import assert from 'node:assert/strict';
import { reasonOf, refusalSentences } from '../../../graph-server/cli/runner.ts';

describe('runner', () => {
  it('gives one sentence for a failed run', () => {
    assert.equal(
      reasonOf({ type: 'execution_error', data: { exception_message: 'node 3: broken\n' } }),
      'node 3: broken',
    );
    assert.equal(reasonOf({ type: 'execution_interrupted', data: {} }), 'interrupted');
  });

  it('gives one sentence for each faulty input of a refused prompt', () => {
    const nodeErrors = {
      '3': {
        class_type: 'S',
        errors: [{ message: 'Value too small', details: 'steps' }, { message: 'node 3 S, input seed: odd' }],
      },
    };
    assert.equal(
      refusalSentences({}, nodeErrors),
      'node 3 S: Value too small: steps\nnode 3 S, input seed: odd',
    );
    assert.equal(refusalSentences({ message: 'a', details: 'b' }, {}), 'a: b');
    assert.equal(refusalSentences('', {}), '');
  });
});
