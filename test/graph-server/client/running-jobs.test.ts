import assert from 'node:assert/strict';
import { RunningJobs } from '../../../graph-server/client/running-jobs.ts';

describe('RunningJobs', () => {
  it('tells each run what is about it, and its end', async () => {
    const jobs = new RunningJobs();
    const heard: string[] = [];
    const ended = jobs.follow('a', { onMessage: (type) => heard.push(type) });
    jobs.tell('progress', { prompt_id: 'a' });
    jobs.tell('progress', { prompt_id: 'b' });
    jobs.end({ prompt_id: 'a', state: 'error', outputs: { '1': {} }, reason: 'broken' });
    assert.deepEqual(await ended, { state: 'error', outputs: { '1': {} }, reason: 'broken' });
    assert.deepEqual(heard, ['progress']);
    jobs.forget('a');
    assert.deepEqual(jobs.ids, []);
  });

  it('ends all waits when the server stays away', async () => {
    const jobs = new RunningJobs();
    const waits = [jobs.follow('a', {}), jobs.follow('b', {})];
    jobs.failAll(new Error('lost'));
    for (const wait of waits) await assert.rejects(wait, /lost/);
  });
});
