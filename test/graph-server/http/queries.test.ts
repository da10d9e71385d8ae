import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, testServer } from '../../support/test-server.ts';

describe('queries of packs', () => {
  const { url } = testServer(new StandInExecutor());

  it('are answered under the name of their pack', async () => {
    assert.deepEqual(await (await fetch(`${url()}/echo/say?text=a`)).json(), { said: 'a' });
    assert.deepEqual(await (await post(`${url()}/api/echo/say`, { text: 'b' })).json(), { said: 'b' });
  });

  it('answer bytes as they are', async () => {
    const answer = await fetch(`${url()}/echo/bytes`);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.deepEqual([...new Uint8Array(await answer.arrayBuffer())], [1, 2, 255]);
  });

  it('hear what a node of a job told, and are 404 where it told nothing', async () => {
    const prompt = { '7': { class_type: 'Echo', inputs: { text: 'a' } } };
    const { prompt_id: id } = (await (await post(`${url()}/prompt`, { prompt })).json()) as {
      prompt_id: string;
    };
    const ask = (job: string, node: string) => fetch(`${url()}/api/echo/told/${job}/${node}?asked=1`);
    while ((await (await fetch(`${url()}/history/${id}`)).text()) === '{}');
    assert.deepEqual(await (await ask(id, '7')).json(), { told: { text: ['7'] }, asked: '1' });
    const statuses = await Promise.all([ask(id, '8'), ask(id, 'toString'), ask('none', '7')]);
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [404, 404, 404],
    );
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
