import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAME, framesOf } from '../../../graph-server/client/frames.ts';
import { pngWith } from '../../support/png.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { TestClient, testServer, type Received } from '../../support/test-server.ts';

describe('GraphSession', () => {
  const executor = new StandInExecutor();
  const { url, data } = testServer(executor);
  const prompt = { '1': { class_type: 'Echo', inputs: { text: 'a' } } };
  let client: TestClient;
  beforeEach(async () => {
    client = new TestClient(url(), randomUUID());
    await client.until(({ type }) => type === 'status');
  });
  afterEach(() => client.close());

  const say = (type: string, content: object) => client.socket.send(JSON.stringify({ type, data: content }));
  const answer = (request: number): Promise<Received> =>
    client.until((item) => item.data['request'] === request);

  it('greets with its version and refuses another', async () => {
    say('graph.hello', { version: 1, request: 1 });
    const { data: told } = await answer(1);
    assert.deepEqual([told['version'], told['max_frame']], [1, 2 ** 20]);
    say('graph.hello', { version: 2, request: 2 });
    assert.deepEqual([(await answer(2)).type, (await answer(2)).data['status']], ['graph.refused', 400]);
  });

  it('runs a prompt: accepted, ComfyUI’s messages, and the end with what it showed', async () => {
    say('graph.submit', { prompt, request: 1 });
    const accepted = await answer(1);
    assert.equal(accepted.type, 'graph.accepted');
    const { data: end } = await client.until(({ type }) => type === 'graph.end');
    assert.deepEqual([end['prompt_id'], end['state']], [accepted.data['prompt_id'], 'success']);
    assert.deepEqual(end['outputs'], { '1': { text: ['1'] } });
    const order = client.types.filter((type) => /^(execution_|graph\.)/.test(type));
    assert.deepEqual(
      order.filter((type) => type !== 'graph.accepted'),
      ['execution_start', 'execution_cached', 'execution_success', 'graph.end'],
    );
  });

  it('refuses a prompt as POST /prompt does', async () => {
    say('graph.submit', { prompt: { '1': { class_type: 'Other', inputs: {} } }, request: 1 });
    const { type, data: told } = await answer(1);
    assert.deepEqual([type, told['status']], ['graph.refused', 400]);
    assert.equal((told['error'] as { type: string }).type, 'missing_node_type');
    say('graph.submit', { request: 2 });
    assert.equal(((await answer(2)).data['error'] as { type: string }).type, 'no_prompt');
  });

  it('refuses a message without an object as data with 400, whatever stands there', async () => {
    for (const sent of [null, 5, '', 'x', '"', [], [{}]]) {
      const from = client.received.length;
      client.socket.send(JSON.stringify({ type: 'graph.submit', data: sent }));
      const fits = (item: Received) => client.received.indexOf(item) >= from && item.type === 'graph.refused';
      assert.equal((await client.until(fits)).data['status'], 400, JSON.stringify(sent));
    }
  });

  it('cancels a run, and tells how one stands that it did not submit', async () => {
    executor.gate = new Promise(() => undefined);
    say('graph.submit', { prompt, request: 1 });
    const id = (await answer(1)).data['prompt_id'];
    const other = new TestClient(url(), 'other');
    await other.until(({ type }) => type === 'status');
    other.socket.send(JSON.stringify({ type: 'graph.follow', data: { prompt_id: id, request: 5 } }));
    const job = await other.until(({ type }) => type === 'graph.job');
    assert.deepEqual([job.data['id'], job.data['status']], [id, 'in_progress']);
    say('graph.cancel', { prompt_id: id, request: 2 });
    assert.equal((await answer(2)).data['cancelled'], true);
    for (const each of [client, other]) {
      const { data: end } = await each.until(({ type }) => type === 'graph.end');
      assert.deepEqual([end['state'], end['reason']], ['interrupted', 'interrupted']);
    }
    executor.gate = Promise.resolve();
    other.close();
    say('graph.follow', { prompt_id: randomUUID(), request: 3 });
    assert.equal((await answer(3)).data['status'], 404);
  });

  it('takes a photograph in frames and stores it where nodes find it', async () => {
    const bytes = pngWith();
    say('graph.upload', { stream: 4, name: 'dog.png', size: bytes.length, request: 1 });
    for (const part of [bytes.subarray(0, 20), bytes.subarray(20)])
      for (const frame of framesOf(FRAME.upload, 4, part)) client.socket.send(frame);
    assert.deepEqual((await answer(1)).data, { request: 1, name: 'dog.png', subfolder: '', type: 'input' });
    assert.ok(existsSync(join(data, 'input', 'dog.png')));
  });

  it('keeps uploads and files inside their folders', async () => {
    const bytes = pngWith();
    say('graph.upload', { stream: 1, name: 'a.png', size: bytes.length, subfolder: '../up', request: 1 });
    for (const frame of framesOf(FRAME.upload, 1, bytes)) client.socket.send(frame);
    assert.equal((await answer(1)).data['status'], 400);
    say('graph.get', { filename: '../state/graph.db', request: 2 });
    assert.equal((await answer(2)).data['status'], 403);
    say('graph.get', { filename: 'a.png', type: 'state', request: 3 });
    assert.equal((await answer(3)).data['status'], 400);
  });

  it('sends a file as an announcement and frames', async () => {
    writeFileSync(join(data, 'output', 'r.png'), Buffer.from([1, 2, 3]));
    say('graph.get', { filename: 'r.png', request: 1 });
    const { data: told } = await answer(1);
    assert.deepEqual([told['filename'], told['size']], ['r.png', 3]);
    const frame = await client.until(({ type }) => type === 'frame 17');
    assert.deepEqual([...(frame.bytes ?? [])].slice(8), [1, 2, 3]);
  });

  it('ends a connection that says more than 60 things a second', async () => {
    const closed = new Promise((resolve) => client.socket.once('close', resolve));
    for (let count = 0; count < 100; count += 1) say('graph.hello', {});
    assert.equal(await closed, 1008);
  });
});
