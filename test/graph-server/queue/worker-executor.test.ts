import assert from 'node:assert/strict';
import { DEFAULT_CACHE } from '../../../graph-server/engine/cache-choice.ts';
import { mkdirSync } from 'node:fs';
import { foldersOf } from '../../../graph-server/files/folders.ts';
import { ExecutorLost, QueryRefused, type RunEvent } from '../../../graph-server/queue/executor.ts';
import { startWorkerExecutor, WorkerExecutor } from '../../../graph-server/queue/worker-executor.ts';
import { chain, NO_FOLDERS, TEST_PACK } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testConfig } from '../../support/test-server.ts';

describe('WorkerExecutor', () => {
  const executor = new WorkerExecutor(
    { packs: [TEST_PACK], folders: NO_FOLDERS, cache: DEFAULT_CACHE },
    2000,
  );
  before(() => executor.ready());
  after(() => executor.close());

  const run = (
    prompt: string,
    onEvent: (event: RunEvent) => void = () => undefined,
    signal = new AbortController().signal,
  ) => executor.run({ promptId: 'p', prompt, extraData: '{}', targets: ['3'] }, onEvent, signal);
  const isProgress = (event: RunEvent) => event.kind === 'message' && event.message.type === 'progress';
  const isExecuting = (event: RunEvent, id: string) =>
    event.kind === 'message' &&
    event.message.type === 'executing' &&
    (event.message.data as { node: string }).node === id;

  it('answers while a job blocks its process, and ends the job that does not stop', async () => {
    const abort = new AbortController();
    const lost = run(
      chain(5, 'Stubborn'),
      (event) => {
        if (!isExecuting(event, '2')) return;
        void (async () => {
          const checked = await executor.check(chain(1001));
          assert.equal(checked.ok, false);
          assert.ok('Add' in (await executor.objectInfo()));
          abort.abort();
        })();
      },
      abort.signal,
    );
    await assert.rejects(lost, ExecutorLost);
    assert.equal((await run(chain(5))).state, 'success');
  });

  it('stops a job between its steps', async () => {
    const abort = new AbortController();
    const { pids } = executor;
    const stopped = await run(chain(5, 'Slow'), (event) => isProgress(event) && abort.abort(), abort.signal);
    assert.equal(stopped.state, 'interrupted');
    assert.equal((await run(chain(6, 'Slow'), undefined, AbortSignal.abort())).state, 'interrupted');
    assert.deepEqual(executor.pids, pids);
  });

  it('says that the process of a job died, and runs the next one', async () => {
    await assert.rejects(run(chain(5, 'Die')), {
      message: 'worker: expected an answer, the process ended with SIGKILL',
    });
    assert.equal((await run(chain(7))).state, 'success');
  });

  it('asks again when the process that answers died', async () => {
    const info = executor.objectInfo();
    process.kill(executor.pids.questions ?? assert.fail(), 'SIGKILL');
    assert.ok('Add' in (await info));
  });

  it('asks packs, and passes on why they refuse', async () => {
    const ask = (name: string, text: string) =>
      executor.query({ pack: 'test', name, method: 'GET', body: { text } });
    assert.deepEqual(await ask('echo', 'x'), { said: 'x', large: '18446744073709551615' });
    assert.equal(await ask('none', 'x'), undefined);
    await assert.rejects(ask('echo', 'bad'), QueryRefused);
  });
});

describe('startWorkerExecutor', () => {
  it('gives nodes the folders of the server, and the models that ship', async () => {
    const data = temporaryFolder();
    const folders = foldersOf(data);
    mkdirSync(folders.output, { recursive: true });
    const executor = await startWorkerExecutor(
      testConfig(data, { packs: [TEST_PACK], bundle: 'mine' }),
      folders,
    );
    try {
      const prompt = chain(5, 'Add', 'Save');
      const end = await executor.run(
        {
          promptId: 'p',
          prompt: prompt.replace('["2",0]}', '["2",0],"prefix":"x"}'),
          extraData: '{}',
          targets: ['3'],
        },
        () => undefined,
        new AbortController().signal,
      );
      assert.deepEqual(end.outputs, {
        '3': { images: [{ filename: 'x_00001_.png', subfolder: '', type: 'output' }] },
      });
    } finally {
      await executor.close();
    }
  });
});
