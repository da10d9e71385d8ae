import assert from 'node:assert/strict';
import { ExecutorLost } from '../../../graph-server/queue/executor.ts';
import { WorkerProcess } from '../../../graph-server/worker/worker-process.ts';
import { NO_FOLDERS, TEST_PACK } from '../../support/prompts.ts';

describe('WorkerProcess', () => {
  const worker = new WorkerProcess({ packs: [TEST_PACK], folders: NO_FOLDERS, tellsFaults: false });
  after(() => worker.kill());

  it('answers many requests, and says why it cannot answer one', async () => {
    const query = (text: string) =>
      worker.ask({ kind: 'query', query: { pack: 'test', name: 'echo', method: 'GET', body: { text } } });
    assert.deepEqual(
      (await Promise.all(['a', 'b'].map(query))).map((answer) => (answer as { said: string }).said),
      ['a', 'b'],
    );
    await assert.rejects(query('bad'), { message: 'text: expected good words, got bad' });
  });

  it('tells those who wait when its process dies, and starts again', async () => {
    const first = worker.pid;
    const lost = worker.ask({ kind: 'objectInfo' });
    lost.catch(() => undefined);
    await worker.kill();
    await assert.rejects(
      lost,
      (error: unknown) =>
        error instanceof ExecutorLost &&
        error.message === 'worker: expected an answer, the process ended with SIGKILL',
    );
    assert.equal(await worker.ask({ kind: 'ready' }), true);
    assert.notEqual(worker.pid, first);
  });
});
