import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecutorLost } from '../../../graph-server/queue/executor.ts';
import { DEFAULT_CACHE } from '../../../graph-server/engine/cache-choice.ts';
import { WorkerProcess } from '../../../graph-server/worker/worker-process.ts';
import { chain, NO_FOLDERS, TEST_PACK } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('WorkerProcess', () => {
  const folder = temporaryFolder();
  const settings = { packs: [TEST_PACK], folders: NO_FOLDERS, cache: DEFAULT_CACHE, tellsFaults: false };
  const worker = new WorkerProcess(settings);
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
    const run = { promptId: 'p', extraData: '{}', targets: ['3'], prompt: chain(5, 'Jam') };
    const lost = worker.ask({ kind: 'run', run });
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

  it('ends its process when a node blocks it for longer than it may take, and starts again', async () => {
    const strict = new WorkerProcess(settings, 500);
    const run = { promptId: 'p', extraData: '{}', targets: ['3'] };
    const first = strict.ask({ kind: 'run', run: { ...run, prompt: chain(5, 'Jam') } });
    await assert.rejects(first, (error: unknown) => {
      assert.ok(error instanceof Error && !(error instanceof ExecutorLost));
      assert.match(error.message, /^node 2: expected an end or progress within 0\.05 s, got none/);
      return true;
    });
    const again = await strict.ask({ kind: 'run', run: { ...run, prompt: chain(5) } });
    assert.equal((again as { state: string }).state, 'success');
    await strict.kill();
  });

  it('leaves out a pack that ends its process while it loads, and answers with the others', async () => {
    const exits = join(folder, 'exits.mjs');
    writeFileSync(exits, 'process.exit(3);');
    const aborts = join(folder, 'aborts.mjs');
    writeFileSync(aborts, 'process.abort();');
    const robust = new WorkerProcess({ ...settings, packs: [exits, TEST_PACK, aborts] });
    const run = { promptId: 'p', extraData: '{}', targets: ['3'], prompt: chain(5) };
    assert.equal(((await robust.ask({ kind: 'run', run })) as { state: string }).state, 'success');
    await robust.kill();
    assert.equal(await robust.ask({ kind: 'ready' }), true);
    await robust.kill();
  });
});
