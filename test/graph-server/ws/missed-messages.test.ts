import assert from 'node:assert/strict';
import { MissedMessages } from '../../../graph-server/ws/missed-messages.ts';

describe('MissedMessages', () => {
  const success = (id: string) => ({ type: 'execution_success', data: { prompt_id: id } });

  it('keeps how jobs ended and nothing else, and gives it once', () => {
    const missed = new MissedMessages();
    missed.add('c', { type: 'executing', data: { node: '1', prompt_id: 'p' } });
    missed.add('c', { type: 'progress', data: {} });
    missed.add('c', success('p'));
    missed.add('c', { type: 'executing', data: { node: null, prompt_id: 'p' } });
    assert.deepEqual(
      missed.take('c').map(({ type }) => type),
      ['execution_success', 'executing'],
    );
    assert.deepEqual(missed.take('c'), []);
  });

  it('forgets the oldest of many', () => {
    const missed = new MissedMessages();
    for (let client = 0; client < 300; client += 1) missed.add(String(client), success('p'));
    assert.deepEqual([missed.take('0').length, missed.take('299').length], [0, 1]);
    for (let job = 0; job < 100; job += 1) missed.add('c', success(String(job)));
    assert.equal(missed.take('c').length, 64);
  });
});
