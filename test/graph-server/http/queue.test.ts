import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, TestClient, testServer } from '../../support/test-server.ts';

type Item = [number, string, object, object, string[]];

describe('/queue, /interrupt and /history', () => {
  const executor = new StandInExecutor();
  const { url } = testServer(executor);
  const get = async (path: string) => (await fetch(url() + path)).json();
  const ids = (items: Item[]) => items.map(([, id]) => id);

  async function submit(more: object = {}): Promise<string> {
    const answer = await post(`${url()}/prompt`, {
      prompt: { '1': { class_type: 'Echo', inputs: {} } },
      client_id: 'c',
      ...more,
    });
    return ((await answer.json()) as { prompt_id: string }).prompt_id;
  }

  /** Holds the executor so that jobs wait; the returned function lets them run. */
  function hold(): () => void {
    let open: () => void = () => undefined;
    executor.gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  it('lists, sorts, deletes and clears what waits', async () => {
    const open = hold();
    const client = new TestClient(url(), 'c');
    await client.until(() => true);
    const running = await submit();
    await client.until(({ type }) => type === 'executing');
    const [a, b, front, removed] = [
      await submit(),
      await submit({ number: 100 }),
      await submit({ front: true }),
      await submit(),
    ];
    await post(`${url()}/queue`, { delete: [removed, 'unknown', running] });
    const { queue_running, queue_pending } = (await get('/queue')) as {
      queue_running: Item[];
      queue_pending: Item[];
    };
    assert.deepEqual([ids(queue_running), ids(queue_pending)], [[running], [front, a, b]]);
    assert.deepEqual(await get('/prompt'), { exec_info: { queue_remaining: 4 } });
    await post(`${url()}/queue`, { clear: true });
    assert.deepEqual(await get('/prompt'), { exec_info: { queue_remaining: 1 } });
    assert.deepEqual(await get(`/history/${running}`), {});
    open();
    await client.ended(running);
    client.close();
  });

  it('interrupts the named job and no other', async () => {
    const open = hold();
    const client = new TestClient(url(), 'c');
    await client.until(() => true);
    const [first, second] = [await submit(), await submit()];
    await client.until(({ type, data }) => type === 'executing' && data['prompt_id'] === first);
    await post(`${url()}/interrupt`, { prompt_id: second });
    assert.equal(((await get('/queue')) as { queue_running: Item[] }).queue_running[0]?.[1], first);
    const empty = await fetch(`${url()}/interrupt`, { method: 'POST' });
    assert.deepEqual([empty.status, await empty.text()], [200, '']);
    await client.ended(first);
    open();
    await client.ended(second);
    const history = (await get(`/history/${first}`)) as Record<
      string,
      { status: { status_str: string; messages: [string][] } }
    >;
    assert.deepEqual(
      [history[first]?.status.status_str, history[first]?.status.messages.at(-1)?.[0]],
      ['error', 'execution_interrupted'],
    );
    client.close();
  });

  it('gives history oldest first, in windows, and forgets on request', async () => {
    await post(`${url()}/history`, { clear: true });
    const client = new TestClient(url(), 'c');
    await client.until(() => true);
    const made = [await submit(), await submit(), await submit()];
    await client.ended(made[2] ?? '');
    assert.deepEqual(Object.keys((await get('/history')) as object), made);
    assert.deepEqual(Object.keys((await get('/history?max_items=2')) as object), made.slice(1));
    assert.deepEqual(Object.keys((await get('/history?max_items=1&offset=1')) as object), made.slice(1, 2));
    assert.deepEqual(Object.keys((await get('/history?max_items=2&offset=-1')) as object), made.slice(1));
    assert.equal((await fetch(`${url()}/history?max_items=x`)).status, 400);
    const entry = ((await get('/history')) as Record<string, { outputs: object; status: object }>)[
      made[0] ?? ''
    ];
    assert.deepEqual(entry?.outputs, { '1': { text: ['1'] } });
    await post(`${url()}/history`, { delete: made.slice(0, 2) });
    assert.deepEqual(Object.keys((await get('/history')) as object), made.slice(2));
    client.close();
  });
});
