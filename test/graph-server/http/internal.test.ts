import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { TestClient, testServer } from '../../support/test-server.ts';

describe('/internal', () => {
  const { log } = console;
  before(() => (console.log = () => undefined)); // before the server follows what is logged
  const { url, data } = testServer(new StandInExecutor());
  after(() => (console.log = log));
  const get = async (path: string) => (await fetch(`${url()}/internal${path}`)).json();

  it('tells the log, and to subscribers as it grows', async () => {
    const client = new TestClient(url(), 'reader');
    await client.until(({ type }) => type === 'status');
    const body = JSON.stringify({ clientId: 'reader', enabled: true });
    const answer = await fetch(`${url()}/internal/logs/subscribe`, { method: 'PATCH', body });
    assert.equal(answer.status, 200);
    console.log('hello from the test');
    const { data: told } = await client.until(({ type }) => type === 'logs');
    assert.equal((told['entries'] as { m: string }[])[0]?.m, 'hello from the test\n');
    assert.match(String(await get('/logs')), /hello from the test/);
    const { entries } = (await get('/logs/raw')) as { entries: { m: string }[] };
    assert.equal(entries.at(-1)?.m, 'hello from the test\n');
    client.close();
  });

  it('lists the files of a folder, newest first, and folders of models', async () => {
    for (const [name, at] of [
      ['old.png', 1],
      ['new.png', 2],
      ['.hidden', 3],
    ] as const) {
      writeFileSync(join(data, 'output', name), '');
      utimesSync(join(data, 'output', name), at, at);
    }
    mkdirSync(join(data, 'output', 'folder'));
    assert.deepEqual(await get('/files/output'), ['new.png [output]', 'old.png [output]']);
    assert.equal((await fetch(`${url()}/internal/files/state`)).status, 400);
    assert.deepEqual(((await get('/folder_paths')) as { vae: string[] }).vae, [join(data, 'models', 'vae')]);
  });

  it('answers at its own path only, and names the verb of a route', async () => {
    assert.equal((await fetch(`${url()}/api/internal/logs`)).status, 404);
    const wrong = await fetch(`${url()}/internal/logs/subscribe`);
    assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'PATCH']);
  });
});
