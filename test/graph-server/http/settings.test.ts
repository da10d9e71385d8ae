import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('/settings', () => {
  const { url } = testServer(new StandInExecutor());
  const send = (path: string, body: string) => fetch(url() + path, { method: 'POST', body });

  it('keeps values of every kind by id', async () => {
    assert.equal(await (await send('/settings/Comfy.Grid', 'true')).text(), '');
    await send('/settings', '{"a.b": {"c": [1]}, "n": 9007199254740993}');
    assert.equal(
      await (await fetch(`${url()}/settings`)).text(),
      '{"Comfy.Grid":true,"a.b":{"c":[1]},"n":9007199254740993}',
    );
    assert.equal(await (await fetch(`${url()}/settings/a.b`)).text(), '{"c":[1]}');
    assert.equal(await (await fetch(`${url()}/settings/none`)).text(), 'null');
  });

  it('refuses what is no JSON', async () => {
    assert.equal((await send('/settings/a', '{')).status, 400);
    assert.equal((await send('/settings', '[]')).status, 400);
  });

  it('knows one user', async () => {
    assert.deepEqual(await (await fetch(`${url()}/api/users`)).json(), { storage: 'server', migrated: true });
  });
});
