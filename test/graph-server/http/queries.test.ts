import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, testServer } from '../../support/test-server.ts';

describe('queries of packs', () => {
  const { url } = testServer(new StandInExecutor());

  it('are answered under the name of their pack', async () => {
    assert.deepEqual(await (await fetch(`${url()}/echo/say?text=a`)).json(), { said: 'a' });
    assert.deepEqual(await (await post(`${url()}/api/echo/say`, { text: 'b' })).json(), { said: 'b' });
  });

  it('are 404 where no pack declares them', async () => {
    const answer = await fetch(`${url()}/echo/none`);
    assert.equal(answer.status, 404);
    assert.deepEqual(await answer.json(), {
      error: { type: 'not_found', message: 'GET /echo/none: no such route', details: '', extra_info: {} },
      node_errors: {},
    });
  });
});
