import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CACHE } from '../../../graph-server/engine/cache-choice.ts';
import type { WorkerSettings } from '../../../graph-server/worker/messages.ts';
import { NO_FOLDERS } from '../../support/prompts.ts';

describe('the worker process', () => {
  const start = (settings: WorkerSettings) =>
    fork(
      fileURLToPath(new URL('../../../graph-server/worker/main.ts', import.meta.url)),
      [JSON.stringify(settings)],
      {
        execArgv: ['--import', 'tsx'],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      },
    );

  it('leaves a pack out that fails, says so, survives Ctrl-C and ends with its parent', async () => {
    const child = start({
      packs: ['/nowhere/pack.mjs'],
      folders: NO_FOLDERS,
      cache: DEFAULT_CACHE,
      tellsFaults: true,
    });
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    const told: unknown[] = [];
    child.on('message', (message) => told.push(message));
    const next = async (): Promise<unknown> => {
      while (told.length === 0) await once(child, 'message');
      return told.shift();
    };
    child.send({ id: 1, request: { kind: 'ready' } });
    assert.deepEqual(
      [await next(), await next(), await next()],
      [{ loading: '/nowhere/pack.mjs' }, { loading: null }, { id: 1, value: true }],
    );
    child.kill('SIGINT');
    child.send({ id: 2, request: { kind: 'objectInfo' } });
    assert.deepEqual(await next(), { id: 2, value: {} });
    const ended = Promise.all([once(child, 'exit'), once(child.stderr ?? assert.fail(), 'end')]);
    child.disconnect();
    assert.deepEqual((await ended)[0], [0, null]);
    assert.match(said, /^\/nowhere\/pack\.mjs: expected a pack that loads, got .* \(it is left out\)$/m);
  });
});
