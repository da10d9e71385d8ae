import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, TestClient, testServer } from '../../support/test-server.ts';

describe('hub', () => {
  const executor = new StandInExecutor();
  const { url } = testServer(executor);

  async function submit(client_id?: string): Promise<string> {
    const answer = await post(`${url()}/prompt`, {
      prompt: { '1': { class_type: 'Echo', inputs: {} } },
      client_id,
    });
    return ((await answer.json()) as { prompt_id: string }).prompt_id;
  }

  it('tells events to every socket of the owner and to nobody else', async () => {
    const [first, second, other] = [
      new TestClient(url(), 'own'),
      new TestClient(url(), 'own'),
      new TestClient(url(), 'other'),
    ];
    for (const client of [first, second, other]) await client.until(({ type }) => type === 'status');
    const id = await submit('own');
    await Promise.all([first.ended(id), second.ended(id)]);
    await other.until(({ type, data }) => type === 'status' && !('sid' in data));
    assert.deepEqual(new Set(other.types), new Set(['status']));
    first.close();
    await new Promise((resolve) => first.socket.once('close', resolve));
    const again = await submit('own');
    await second.ended(again);
    for (const client of [second, other]) client.close();
  });

  it('sends previews with their node to clients that ask for it', async () => {
    const client = new TestClient(url(), 'flags');
    await client.until(({ type }) => type === 'status');
    client.socket.send('no json');
    client.socket.send(JSON.stringify({ type: 'odd', data: 1 }));
    client.socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
    const flags = await client.until(({ type }) => type === 'feature_flags');
    assert.equal(flags.data['supports_preview_metadata'], true);
    const id = await submit('flags');
    await client.ended(id);
    assert.deepEqual(
      client.types.filter((type) => type.startsWith('frame')),
      ['frame 4'],
    );
    client.close();
  });

  it('draws an id for a client without one and tells it', async () => {
    const client = new TestClient(url());
    const { data } = await client.until(({ type }) => type === 'status');
    assert.match(String(data['sid']), /^[0-9a-f]{32}$/);
    client.close();
  });

  it('tells a client that comes back which of its nodes runs', async () => {
    let open: () => void = () => undefined;
    executor.gate = new Promise((resolve) => (open = resolve));
    const client = new TestClient(url(), 'back');
    await client.until(({ type }) => type === 'status');
    const id = await submit('back');
    await client.until(({ type }) => type === 'executing');
    client.close();
    const returned = new TestClient(url(), 'back');
    const { data } = await returned.until(({ type }) => type === 'executing');
    assert.deepEqual(data, { node: '1', display_node: '1', prompt_id: id });
    open();
    await returned.ended(id);
    returned.close();
  });

  it('runs jobs without a client and tells nobody', async () => {
    const id = await submit();
    for (;;) {
      const history = (await (await fetch(`${url()}/history/${id}`)).json()) as object;
      if (id in history) break;
    }
  });
});
