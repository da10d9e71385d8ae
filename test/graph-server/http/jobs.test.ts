import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, TestClient, testServer } from '../../support/test-server.ts';

interface Listing {
  jobs: { id: string; status: string; outputs_count: number; execution_error?: unknown }[];
  pagination: object;
}

describe('/api/jobs', () => {
  const executor = new StandInExecutor();
  const { url } = testServer(executor);
  const list = async (query = '') => (await (await fetch(`${url()}/api/jobs${query}`)).json()) as Listing;
  const made: string[] = [];

  async function submit(text: string): Promise<string> {
    const prompt_id = randomUUID();
    const extra_data = { extra_pnginfo: { workflow: { id: `flow ${text}` } } };
    await post(`${url()}/prompt`, {
      prompt: { '1': { class_type: 'Echo', inputs: { text } } },
      client_id: 'c',
      prompt_id,
      extra_data,
    });
    return prompt_id;
  }

  before(async () => {
    const client = new TestClient(url(), 'c');
    await client.until(() => true);
    made.push(await submit('fine'), await submit('fail'));
    for (const id of made) await client.ended(id);
    client.close();
  });

  it('lists jobs of every state with a page', async () => {
    const { jobs, pagination } = await list('?limit=10');
    assert.deepEqual(
      jobs.map(({ id, status }) => [id, status]).sort(),
      [
        [made[0], 'completed'],
        [made[1], 'failed'],
      ].sort(),
    );
    assert.deepEqual(pagination, { offset: 0, limit: 10, total: 2, has_more: false });
    assert.equal(jobs.find(({ id }) => id === made[0])?.outputs_count, 1); // its text
    assert.ok(jobs.find(({ id }) => id === made[1])?.execution_error);
  });

  it('filters, sorts and pages', async () => {
    assert.deepEqual(
      (await list('?status=failed')).jobs.map(({ id }) => id),
      [made[1]],
    );
    assert.deepEqual(
      (await list('?workflow_id=flow%20fine')).jobs.map(({ id }) => id),
      [made[0]],
    );
    assert.deepEqual(
      (await list('?sort_order=asc')).jobs.map(({ id }) => id),
      made,
    );
    assert.deepEqual(
      (await list('?sort_order=asc&limit=1&offset=1')).jobs.map(({ id }) => id),
      made.slice(1),
    );
    for (const query of ['?status=odd', '?limit=0', '?sort_by=size', '?limit=x']) {
      assert.equal((await fetch(`${url()}/api/jobs${query}`)).status, 400, query);
    }
  });

  it('tells all of one job and 404 of none', async () => {
    const job = (await (await fetch(`${url()}/api/jobs/${made[0] ?? ''}`)).json()) as Record<string, unknown>;
    assert.deepEqual(job['outputs'], { '1': { text: ['1'] } });
    assert.equal((job['execution_status'] as { status_str: string }).status_str, 'success');
    assert.equal((await fetch(`${url()}/api/jobs/none`)).status, 404);
    assert.equal((await fetch(`${url()}/jobs/none`)).status, 404);
  });

  it('cancels what waits or runs', async () => {
    executor.gate = new Promise(() => undefined);
    const [running, waiting] = [await submit('a'), await submit('b')];
    const cancel = async (path: string, body: unknown) =>
      (await post(`${url()}/api/jobs/${path}`, body)).json();
    assert.deepEqual(await cancel(`${waiting}/cancel`, {}), { cancelled: true });
    assert.deepEqual(await cancel('cancel', { job_ids: [running] }), { cancelled: true });
    assert.deepEqual(await cancel('cancel', { job_ids: [made[0]] }), { cancelled: false });
    assert.equal((await post(`${url()}/api/jobs/cancel`, { job_ids: ['x'] })).status, 400);
  });
});
