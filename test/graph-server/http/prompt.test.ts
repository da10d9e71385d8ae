import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, TestClient, testServer } from '../../support/test-server.ts';

describe('POST /prompt', () => {
  const executor = new StandInExecutor();
  const { url } = testServer(executor);
  const echo = (text: unknown) => ({ '1': { class_type: 'Echo', inputs: { text } } });

  it('runs a prompt and tells its client in order, the end last', async () => {
    const client = new TestClient(url(), 'c1');
    await client.until(({ type }) => type === 'status');
    const answer = await post(`${url()}/prompt`, { prompt: echo('a'), client_id: 'c1' });
    assert.equal(answer.status, 200);
    const {
      prompt_id: id,
      number,
      node_errors,
    } = (await answer.json()) as { prompt_id: string; number: number; node_errors: object };
    assert.deepEqual([number, node_errors], [0, {}]);
    await client.ended(id);
    assert.deepEqual(client.types, [
      'status',
      'status',
      'status',
      'execution_start',
      'execution_cached',
      'executing',
      'frame 1',
      'execution_success',
      'status',
      'executing',
    ]);
    client.close();
  });

  it('keeps the text of a prompt to the digit', async () => {
    const prompt =
      '{"10":{"class_type":"Echo","inputs":{"a":5,"b":5.0,"seed":18446744073709551615}},"3":{"class_type":"Echo","inputs":{}}}';
    const client = new TestClient(url(), 'c2');
    await client.until(() => true);
    const answer = await fetch(`${url()}/api/prompt`, {
      method: 'POST',
      body: `{"client_id":"c2","prompt": ${prompt} }`,
    });
    const { prompt_id: id } = (await answer.json()) as { prompt_id: string };
    await client.ended(id);
    assert.equal(executor.ran.at(-1)?.prompt, prompt);
    assert.ok((await (await fetch(`${url()}/history/${id}`)).text()).includes(prompt));
    client.close();
  });

  it('refuses what is no prompt with a type and a sentence', async () => {
    const faults: [unknown, string, RegExp][] = [
      [{}, 'no_prompt', /expected a prompt/],
      [{ prompt: echo(1), prompt_id: 'mine' }, 'invalid_prompt_id', /expected a UUID/],
      [{ prompt: { '1': { class_type: 'Other', inputs: {} } } }, 'missing_node_type', /node 1/],
      [[], 'bad_json', /expected a JSON object/],
    ];
    for (const [body, type, message] of faults) {
      const answer = await post(`${url()}/prompt`, body);
      const { error, node_errors } = (await answer.json()) as {
        error: { type: string; message: string };
        node_errors: object;
      };
      assert.deepEqual([answer.status, error.type, node_errors], [400, type, {}]);
      assert.match(error.message, message);
    }
    const broken = await fetch(`${url()}/prompt`, { method: 'POST', body: '{"prompt":' });
    assert.equal(broken.status, 400);
  });

  it('answers a repeated request as the first time and refuses another one of that id', async () => {
    const prompt_id = randomUUID();
    const first = await (await post(`${url()}/prompt`, { prompt: echo('once'), prompt_id })).text();
    const reordered = await post(`${url()}/prompt`, { prompt_id, prompt: echo('once') });
    assert.equal(await reordered.text(), first);
    const other = await post(`${url()}/prompt`, { prompt: echo('twice'), prompt_id });
    assert.equal(other.status, 409);
    assert.equal(executor.ran.filter(({ promptId }) => promptId === prompt_id).length <= 1, true);
  });

  it('keeps keys of the sender and drops its secrets', async () => {
    const extra_data = { mine: 1, api_key_comfy_org: 'secret' };
    const answer = await post(`${url()}/prompt`, { prompt: echo('x'), extra_data });
    const { prompt_id: id } = (await answer.json()) as { prompt_id: string };
    const job = (await (await fetch(`${url()}/api/jobs/${id}`)).json()) as {
      workflow: { extra_data: Record<string, unknown> };
    };
    assert.equal(job.workflow.extra_data['mine'], 1);
    assert.equal('api_key_comfy_org' in job.workflow.extra_data, false);
  });
});
