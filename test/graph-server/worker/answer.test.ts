import assert from 'node:assert/strict';
import type { JobEvent, RunEnd } from '../../../graph-server/queue/executor.ts';
import { Answers } from '../../../graph-server/worker/answer.ts';
import { chain, NO_FOLDERS, testRegistry } from '../../support/prompts.ts';

describe('Answers', () => {
  const answers = new Answers({ registry: testRegistry(), browserFolders: [] }, NO_FOLDERS);
  const ask = (request: Parameters<Answers['to']>[0], onEvent: (event: JobEvent) => void = () => undefined) =>
    answers.to(request, onEvent);
  const query = (name: string, body: unknown) =>
    ask({ kind: 'query', query: { pack: 'test', name, method: 'POST', body } });

  it('answers queries of packs as plain JSON, and none with undefined', async () => {
    assert.deepEqual(await query('echo', { text: 'x' }), { said: 'x', large: '18446744073709551615' });
    assert.deepEqual(await query('echo', 'no object'), { large: '18446744073709551615' });
    assert.equal(await query('other', {}), undefined);
    await assert.rejects(query('echo', { text: 'bad' }), /expected good words, got bad/);
  });

  it('does what an action of a pack says where it is asked by POST, and else knows none', async () => {
    assert.deepEqual(await query('note', { text: 'x' }), { noted: 'x' });
    const linked = { pack: 'test', name: 'note', method: 'GET', body: { text: 'x' } };
    assert.equal(await ask({ kind: 'query', query: linked }), undefined);
  });

  it('runs a job again from what it kept, and stops one that is interrupted', async () => {
    const run = (prompt: string) =>
      ({ kind: 'run', run: { promptId: 'p', prompt, extraData: '{}', targets: ['3'] } }) as const;
    const types: string[] = [];
    const note = (event: JobEvent) => {
      types.push(event.kind === 'message' ? event.message.type : event.kind);
    };
    await ask(run(chain(5)));
    await ask(run(chain(5)), note);
    assert.deepEqual(types, ['execution_cached', 'executed', 'states']);
    answers.interrupt(); // nothing runs: it does nothing
    const stopped = (await ask(run(chain(5, 'Slow')), (event) => {
      if (event.kind === 'message' && event.message.type === 'progress') answers.interrupt();
    })) as RunEnd;
    assert.equal(stopped.state, 'interrupted');
  });
});
