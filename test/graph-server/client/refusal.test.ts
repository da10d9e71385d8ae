import assert from 'node:assert/strict';
import { RefusedError, refusalSentence } from '../../../graph-server/client/refusal.ts';

describe('RefusedError', () => {
  it('says what the server says: of each faulty input, else of the whole', () => {
    const whole = new RefusedError({ status: 404, error: { message: 'a: no such file' } });
    assert.deepEqual([whole.status, whole.message], [404, 'a: no such file']);
    const faulty = {
      '3': { errors: [{ message: 'node 3: x' }, { message: 'node 3: x' }, { message: 'node 3: y' }] },
    };
    assert.equal(new RefusedError({ error: {}, node_errors: faulty }).message, 'node 3: x\nnode 3: y');
    assert.equal(new RefusedError({}).message, 'refused without a reason');
    assert.deepEqual([refusalSentence(whole), refusalSentence('b')], ['a: no such file', 'b']);
  });
});
