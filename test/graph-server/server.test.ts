import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startServer } from '../../graph-server/server.ts';
import { StandInExecutor } from '../support/stand-in-executor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { post, testConfig } from '../support/test-server.ts';

describe('startServer', () => {
  const folder = temporaryFolder();
  const start = (name: string, port = 0, executor = new StandInExecutor()) =>
    startServer(testConfig(join(folder, name), { port }), () => Promise.resolve(executor));

  it('says in one sentence that a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await assert.rejects(
      start('port', port),
      new RegExp(`^Error: port ${port}: expected a free port, got one in use`),
    );
    other.close();
    await (await start('port')).close(); // the folder was given back
  });

  it('refuses a data folder that another server uses', async () => {
    const first = await start('twice');
    await assert.rejects(start('twice'), /expected a data folder of its own/);
    await first.close();
  });

  it('answers 503 until its worker is there', async () => {
    let ready: (executor: StandInExecutor) => void = () => undefined;
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const began = new Promise<void>((begin) => {
      void startServer(testConfig(join(folder, 'slow'), { port }), () => {
        begin();
        return new Promise((resolve) => (ready = resolve));
      }).then((server) => server.close());
    });
    await began;
    assert.equal((await fetch(`http://127.0.0.1:${port}/queue`)).status, 503);
    ready(new StandInExecutor());
  });

  it('gives everything back when its worker does not start', async () => {
    await assert.rejects(
      startServer(testConfig(join(folder, 'broken')), () => Promise.reject(new Error('worker: no'))),
      /^Error: worker: no$/,
    );
    await (await start('broken')).close();
  });

  it('runs after a restart what it had accepted before', async () => {
    const stuck = new StandInExecutor();
    stuck.gate = new Promise(() => undefined);
    const first = await start('restart', 0, stuck);
    const ids = [];
    for (const text of ['a', 'b']) {
      const answer = await post(`${first.url}/prompt`, {
        prompt: { '1': { class_type: 'Echo', inputs: { text } } },
      });
      ids.push(((await answer.json()) as { prompt_id: string }).prompt_id);
    }
    await first.close();
    const executor = new StandInExecutor();
    const second = await start('restart', 0, executor);
    for (;;) {
      const history = (await (await fetch(`${second.url}/history`)).json()) as object;
      if (ids.every((id) => id in history)) break;
    }
    assert.deepEqual(
      executor.ran.map(({ promptId }) => promptId),
      ids,
    );
    await second.close();
  });
});
