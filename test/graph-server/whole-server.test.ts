import assert from 'node:assert/strict';
import { startWorkerExecutor } from '../../graph-server/queue/worker-executor.ts';
import { startServer, type RunningServer } from '../../graph-server/server.ts';
import { chain, node, promptOf, TEST_PACK } from '../support/prompts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { post, TestClient, testConfig, type Received } from '../support/test-server.ts';

interface HistoryEntry {
  readonly outputs: Record<string, unknown>;
  readonly status: { readonly status_str: string; readonly messages: [string, Record<string, unknown>][] };
}

describe('a server with its worker', () => {
  const data = temporaryFolder();
  let server: RunningServer;
  let clients = 0;
  before(async () => {
    server = await startServer(testConfig(data, { packs: [TEST_PACK] }), startWorkerExecutor);
  });
  after(() => server.close());

  const submit = async (prompt: string, clientId: string): Promise<string> => {
    const answer = await fetch(`${server.url}/prompt`, {
      method: 'POST',
      body: `{"prompt":${prompt},"client_id":"${clientId}"}`,
    });
    assert.equal(answer.status, 200);
    return ((await answer.json()) as { prompt_id: string }).prompt_id;
  };

  const historyOf = async (id: string): Promise<HistoryEntry> => {
    const history = (await (await fetch(`${server.url}/history/${id}`)).json()) as Record<
      string,
      HistoryEntry
    >;
    return history[id] ?? assert.fail(`${id} is not in the history`);
  };

  /** Runs a prompt to its end; answers what its client heard after the greeting, and the history. */
  const run = async (
    prompt: string,
    onMessage: (item: Received, id: string) => void = () => undefined,
  ): Promise<{ heard: readonly Received[]; history: HistoryEntry }> => {
    const clientId = `client-${(clients += 1)}`;
    const client = new TestClient(server.url, clientId);
    await client.until(({ type }) => type === 'status');
    const id = await submit(prompt, clientId);
    client.received.forEach((item) => {
      onMessage(item, id);
    });
    client.socket.on('message', () => onMessage(client.received.at(-1) ?? assert.fail(), id));
    await client.ended(id);
    client.close();
    return { heard: client.received.slice(1), history: await historyOf(id) };
  };

  /** A message in one word and the nodes it is about. */
  const line = ({ type, data: { node: id, nodes, value, status } }: Received): string => {
    if (type === 'status')
      return `status ${(status as { exec_info: { queue_remaining: number } }).exec_info.queue_remaining}`;
    if (type !== 'progress_state')
      return [type, ...[nodes ?? id, value].filter((part) => part !== undefined).map(String)].join(' ');
    const states = Object.values(nodes as Record<string, { node_id: string; state: string; value: number }>);
    return `state ${states.map((each) => `${each.node_id} ${each.state} ${each.value}`).join(', ')}`;
  };

  it('tells a job in the order of the protocol, and keeps what it showed', async () => {
    const { heard, history } = await run(chain(5));
    const lines = heard.map(line).filter((text) => !/progress 2 2|running 2$/.test(text)); // may be left out
    assert.deepEqual(lines, [
      'status 1',
      'status 1',
      'execution_start',
      'execution_cached ',
      'state 1 running 0',
      'executing 1',
      'state 1 finished 1',
      'state 1 finished 1, 2 running 0',
      'executing 2',
      'state 1 finished 1, 2 running 1',
      'progress 2 1',
      'frame 1',
      'state 1 finished 1, 2 running 3',
      'progress 2 3',
      'state 1 finished 1, 2 finished 3',
      'state 1 finished 1, 2 finished 3, 3 running 0',
      'executing 3',
      'executed 3',
      'state 1 finished 1, 2 finished 3, 3 finished 1',
      'execution_success',
      'status 0',
      'executing null',
    ]);
    assert.deepEqual(history.outputs, { '3': { text: ['5'] } });
    assert.equal(history.status.status_str, 'success');
    assert.deepEqual(
      history.status.messages.map(([type]) => type),
      ['execution_start', 'execution_cached', 'execution_success'],
    );
  });

  it('executes nothing of an equal prompt, and shows its outputs again', async () => {
    await run(chain(8));
    const { heard, history } = await run(chain(8));
    assert.deepEqual(heard.map(line), [
      'status 1',
      'status 1',
      'execution_start',
      'execution_cached 1,2,3',
      'executed 3',
      'state 3 finished 1',
      'execution_success',
      'status 0',
      'executing null',
    ]);
    assert.deepEqual(history.outputs, { '3': { text: ['8'] } });
  });

  it('executes only what follows a changed literal', async () => {
    const twoParts = (last: number) =>
      promptOf(
        ['1', node('Constant', '"value":600')],
        ['2', node('Constant', `"value":${last}`)],
        ['4', node('Add', '"a":["1",0],"b":["2",0]')],
        ['3', node('Show', '"number":["4",0]')],
      );
    await run(twoParts(601));
    const { heard } = await run(twoParts(602));
    const told = heard.map(line).filter((text) => text.startsWith('execut'));
    assert.deepEqual(told, [
      'execution_start',
      'execution_cached 1',
      'executing 2',
      'executing 4',
      'executing 3',
      'executed 3',
      'execution_success',
      'executing null',
    ]);
  });

  it('ends a job at a node that fails, with its sentence', async () => {
    const { heard, history } = await run(chain(5, 'Fail'));
    assert.deepEqual(heard.map(line).slice(-4), [
      'executing 2',
      'execution_error',
      'status 0',
      'executing null',
    ]);
    const [type, said] = history.status.messages.at(-1) ?? assert.fail();
    assert.equal(type, 'execution_error');
    assert.equal(said['exception_message'], 'node 2 Fail: number: expected luck, got none\n');
    assert.deepEqual([said['node_id'], said['node_type'], said['executed']], ['2', 'Fail', []]); // 1 was cached
  });

  it('stops a job that is interrupted', async () => {
    let isAsked = false;
    const { heard, history } = await run(chain(5, 'Slow'), ({ type }, id) => {
      if (type !== 'progress' || isAsked) return;
      isAsked = true;
      void post(`${server.url}/interrupt`, { prompt_id: id });
    });
    assert.deepEqual(heard.map(line).slice(-3), ['execution_interrupted', 'status 0', 'executing null']);
    assert.equal(history.status.messages.at(-1)?.[1]['node_id'], '2');
  });

  it('runs a job again whose process dies, three times at most, and then the next job', async () => {
    const { error: log } = console;
    console.error = () => undefined;
    const { heard, history } = await run(chain(5, 'Die')).finally(() => {
      console.error = log;
    });
    assert.equal(heard.filter((item) => line(item) === 'executing 2').length, 3);
    const [, said] = history.status.messages.at(-1) ?? assert.fail();
    assert.match(
      String(said['exception_message']),
      /expected an end within 3 attempts, got none: worker: expected an answer, the process ended with SIGKILL/,
    );
    assert.equal((await run(chain(5))).history.status.status_str, 'success');
  });

  it('refuses a faulty prompt with ComfyUI’s body, to the digit, and tells no socket', async () => {
    const client = new TestClient(server.url, 'refused');
    await client.until(({ type }) => type === 'status');
    const kinds = node('Kinds', '"steps":0,"cfg":1,"seed":-1,"text":"","flag":true,"mode":"odd"');
    const answer = await fetch(`${server.url}/prompt`, {
      method: 'POST',
      body: `{"prompt":${promptOf(['7', kinds])},"client_id":"refused"}`,
    });
    const text = await answer.text();
    const body = JSON.parse(text) as {
      error: { type: string };
      node_errors: Record<string, { errors: { type: string; message: string }[] }>;
    };
    assert.deepEqual([answer.status, body.error.type], [400, 'prompt_outputs_failed_validation']);
    assert.deepEqual(
      body.node_errors['7']?.errors.map(({ message }) => message),
      [
        'node 7 Kinds, input steps: expected 1 to 1000, got 0',
        'node 7 Kinds, input seed: expected 0 to 18446744073709551615, got -1',
        'node 7 Kinds, input mode: expected one of "fast", "good", got "odd"',
      ],
    );
    assert.match(text, /"max":18446744073709551615[,}]/);
    assert.deepEqual(client.types, ['status']);
    client.close();
  });

  it('tells the greatest seed with all its digits', async () => {
    const text = await (await fetch(`${server.url}/object_info/Kinds`)).text();
    assert.match(text, /"seed":\["INT",\{"default":0,"min":0,"max":18446744073709551615,/);
  });

  it('answers the queries of its packs, and a refused one with its reason', async () => {
    const answer = await fetch(`${server.url}/test/echo?text=x`);
    assert.deepEqual(await answer.json(), { said: 'x', large: '18446744073709551615' });
    const refused = await post(`${server.url}/api/test/echo`, { text: 'bad' });
    const { error } = (await refused.json()) as { error: { message: string } };
    assert.deepEqual([refused.status, error.message], [400, 'text: expected good words, got bad']);
  });
});
