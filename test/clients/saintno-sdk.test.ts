import assert from 'node:assert/strict';
import { CallWrapper, ComfyApi, PromptBuilder } from '@saintno/comfyui-sdk';
import { startEditorServer, type EditorServer } from '../support/editor-server.ts';
import { GENERATE } from '../support/generate-prompt.ts';
import { pngWith } from '../support/png.ts';

describe('@saintno/comfyui-sdk', function () {
  this.timeout(240_000); // a whole server with its processes, also on a machine that does much else

  let server: EditorServer;
  let api: ComfyApi;
  const { setInterval } = globalThis;
  const polls: NodeJS.Timeout[] = [];
  before(async () => {
    globalThis.setInterval = ((call: () => void, ms: number) => {
      const poll = setInterval(call, ms);
      polls.push(poll);
      return poll;
    }) as typeof setInterval;
    server = await startEditorServer({ stepMs: 60 });
    api = await new ComfyApi(server.url, 'sdk').init().waitForReady();
  });
  after(async () => {
    api.destroy();
    restAfterEnd(api);
    globalThis.setInterval = setInterval;
    for (const poll of polls) clearInterval(poll);
    await server.close();
  });

  const generate = (seed: number) =>
    new PromptBuilder(structuredClone(GENERATE), ['seed', 'photo'], ['pictures'])
      .setInputNode('seed', '10.inputs.seed')
      .setInputNode('photo', '2.inputs.image')
      .setOutputNode('pictures', '12')
      .input('seed', seed);

  it('uploads, queues, follows progress and previews, and gets the picture', async () => {
    const uploaded = await api.uploadImage(pngWith(), 'mine.png');
    assert.ok(uploaded !== false);
    const heard = { previews: 0, values: [] as number[], id: '' };
    const result = await new CallWrapper(api, generate(1).input('photo', uploaded.info.filename))
      .onPending((id) => (heard.id = id ?? ''))
      .onPreview((picture) => (heard.previews += picture.size > 0 ? 1 : 0))
      .onProgress(({ value }) => heard.values.push(value))
      .run();
    assert.ok(result !== false && result !== undefined);
    const image = result['pictures']?.images[0] ?? assert.fail('no picture');
    const bytes = new Uint8Array(await (await api.getImage(image)).arrayBuffer());
    assert.equal(Buffer.from(bytes.subarray(1, 4)).toString(), 'PNG');
    assert.ok(heard.previews > 0);
    assert.equal(heard.values.at(-1), 12);
    const entry = await api.getHistory(heard.id);
    assert.equal(entry?.status.status_str, 'success');
    assert.deepEqual(entry.outputs['12']?.images, [image]);
    assert.ok(heard.id in (await api.getHistories(5)));
    const masked = await api.uploadMask(pngWith(), image);
    assert.ok(masked !== false);
  });

  it('gets the pictures of an equal prompt, which the server keeps', async () => {
    const result = await new CallWrapper(api, generate(1)).run();
    const again = await new CallWrapper(api, generate(1)).run();
    assert.ok(result !== false && again !== false);
    assert.deepEqual(again, result);
  });

  it('interrupts a run and is told so', async () => {
    const failures: string[] = [];
    let stopping: Promise<void> | undefined;
    let id = '';
    const result = await new CallWrapper(api, generate(2))
      .onPending((given) => (id = given ?? ''))
      .onProgress(() => {
        stopping ??= api.interrupt();
      })
      .onFailed(({ message }) => failures.push(message))
      .run();
    await stopping;
    assert.equal(result, false);
    assert.deepEqual(failures, ['The execution was interrupted!']);
    const entry = await api.getHistory(id);
    assert.equal(entry?.status.messages.at(-1)?.[0], 'execution_interrupted');
    await api.clearHistory({ delete: [id] });
    assert.equal(await api.getHistory(id), undefined);
  });

  it('goes on with a run after its socket was opened anew', async () => {
    let reopened: Promise<void> | undefined;
    const back = new Promise<void>((resolve) => api.on('reconnected', () => resolve()));
    const result = await new CallWrapper(api, generate(3))
      .onProgress(() => {
        reopened ??= api.reconnectWs(true);
      })
      .onFailed(() => undefined) // told of the closed socket
      .run();
    await reopened;
    await back;
    assert.ok(result !== false && result !== undefined);
    assert.equal(result['pictures']?.images.length, 1);
  });

  it('finds the facts, settings, files and models that it asks for', async () => {
    assert.equal((await api.getNodeDefs('SaveImage'))?.['SaveImage']?.name, 'SaveImage');
    assert.ok((await api.getSystemStats()).devices.length > 0);
    assert.ok(Array.isArray((await api.getTerminalLogs()).entries));
    assert.ok((await api.getModelFolders()).some(({ name }) => name === 'checkpoints'));
    assert.ok('elite-graph' in (await api.getWorkflowTemplates()));
    assert.deepEqual((await api.getQueue()).queue_pending, []);
    await api.storeSetting('a.b', 3);
    assert.equal(await api.getSetting('a.b'), 3);
    await api.storeUserData('workflows/a.json', { a: 1 });
    assert.equal((await api.moveUserData('workflows/a.json', 'workflows/b.json')).status, 200);
    assert.deepEqual(await api.listUserData('workflows'), ['b.json']);
    assert.equal(await api.freeMemory(true, true), true);
  });
});

/** Destroyed while it opens its socket anew, the client would try again and then poll for ever. */
function restAfterEnd(api: ComfyApi): void {
  const rest = () => undefined;
  const socket = { OPEN: 1, client: { readyState: 1 }, close: rest };
  Object.assign(api, { createSocket: rest, setupPollingFallback: rest, socket });
}
