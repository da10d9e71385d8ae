import assert from 'node:assert/strict';
import { Client } from '@stable-canvas/comfyui-client';
import { WebSocket } from 'ws';
import { startEditorServer, type EditorServer } from '../support/editor-server.ts';
import { GENERATE } from '../support/generate-prompt.ts';
import { pngWith } from '../support/png.ts';
import { post } from '../support/test-server.ts';

describe('@stable-canvas/comfyui-client', function () {
  this.timeout(240_000); // a whole server with its processes, also on a machine that does much else

  let server: EditorServer;
  let client: Client;
  before(async () => {
    server = await startEditorServer({ stepMs: 60 });
    client = new Client({ api_host: new URL(server.url).host, clientId: 'canvas', WebSocket });
    await client.connect();
  });
  after(async () => {
    client.close();
    await server.close();
  });

  const generate = (seed: number, image = 'toy.png') => ({
    ...GENERATE,
    '2': { ...GENERATE['2'], inputs: { image } },
    '10': { ...GENERATE['10'], inputs: { ...GENERATE['10'].inputs, seed } },
  });

  it('runs a prompt over its socket and gets the picture', async () => {
    const form = new FormData();
    form.append('image', new Blob([Uint8Array.from(pngWith())]), 'mine.png');
    const uploaded = await client.fetchApi('/upload/image', { method: 'POST', body: form });
    const { name } = (await uploaded.json()) as { name: string };
    const heard = { previews: 0, values: [] as number[] };
    client.on('b_preview', () => (heard.previews += 1));
    const result = await client.enqueue(generate(1, name), {
      progress: ({ value }) => heard.values.push(value),
    });
    const url = result.images.find((image) => image.type === 'url') ?? assert.fail('no picture');
    assert.equal(
      (await fetch(typeof url.data === 'string' ? url.data : '')).headers.get('content-type'),
      'image/png',
    );
    assert.ok(heard.previews > 0);
    assert.equal(heard.values.at(-1), 12);
  });

  it('runs a prompt by asking again and again, without a socket', async () => {
    const result = await client.enqueue_polling(generate(4), { polling_ms: 50 });
    assert.equal(result.images.length, 1);
    const { History: history } = await client.getHistory(10);
    const entry = history.find((item) => item.prompt[1] === result.prompt_id) ?? assert.fail('no entry');
    assert.equal(entry.status?.status_str, 'success');
    await client.deleteItem('history', result.prompt_id);
    await assert.rejects(client.getPromptOutputs(result.prompt_id));
  });

  it('interrupts one run by its id and leaves another alone', async () => {
    const ended = new Promise<string>((resolve) =>
      client.once('execution_interrupted', ({ prompt_id: id }) => resolve(id)),
    );
    const [first, second] = [
      await client._enqueue_prompt(generate(5)),
      await client._enqueue_prompt(generate(6)),
    ];
    await new Promise<void>((resolve) => client.once('progress', () => resolve()));
    await client.interrupt(second.prompt_id); // does not run yet
    await client.interrupt(first.prompt_id);
    assert.equal(await ended, first.prompt_id);
    await client.waitForPrompt(second.prompt_id, 50);
    assert.equal(Object.keys(await client.getPromptOutputs(second.prompt_id)).length, 1);
  });

  it('hears the end of a run after its socket broke', async () => {
    const finished = new Promise<string>((resolve) =>
      client.once('execution_success', ({ prompt_id: id }) => resolve(id)),
    );
    const back = new Promise<void>((resolve) => client.once('reconnected', () => resolve()));
    const { prompt_id: id } = await client._enqueue_prompt(generate(7));
    await new Promise<void>((resolve) => client.once('progress', () => resolve()));
    (Reflect.get(client, 'socket') as WebSocket).close();
    await back;
    assert.equal(await finished, id);
  });

  it('finds the facts, settings and models that it asks for', async () => {
    assert.ok('KSampler' in (await client.getNodeDefs()));
    assert.ok((await client.getSystemStats()).devices.length > 0);
    assert.deepEqual(await client.getEmbeddings(), []);
    assert.ok(Array.isArray(await client.getExtensions()));
    assert.ok((await client.getModelFolders()).some(({ name }) => name === 'checkpoints'));
    assert.deepEqual(await client.getModels('loras'), []);
    await client.storeSetting('c.d', 'x');
    assert.equal(await client.getSetting('c.d'), 'x');
    await client.storeUserData('note.txt', 'text', { stringify: false });
    assert.equal(await (await client.getUserData('note.txt')).text(), 'text');
    await client.free({ unload_models: true });
    assert.equal((await post(`${server.url}/queue`, { clear: true })).status, 200);
  });
});
