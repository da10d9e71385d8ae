import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ComfyUIClient } from 'comfy-ui-client';
import type { WebSocket } from 'ws';
import { startEditorServer, type EditorServer } from '../support/editor-server.ts';
import { GENERATE } from '../support/generate-prompt.ts';
import { pngWith } from '../support/png.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('comfy-ui-client', function () {
  this.timeout(240_000); // a whole server with its processes, also on a machine that does much else

  const folder = temporaryFolder();
  let server: EditorServer;
  let client: ComfyUIClient;
  before(async () => {
    server = await startEditorServer({ stepMs: 60 });
    client = new ComfyUIClient(new URL(server.url).host, randomUUID());
    await client.connect();
  });
  after(async () => {
    await client.disconnect();
    await server.close();
  });

  const generate = (seed: number, image = 'toy.png') => ({
    ...GENERATE,
    '2': { ...GENERATE['2'], inputs: { image } },
    '10': { ...GENERATE['10'], inputs: { ...GENERATE['10'].inputs, seed } },
  });

  /** The types that the client's socket hears, binary frames as `binary`. */
  const listen = (onType: (type: string) => void) => {
    const socket = Reflect.get(client, 'ws') as WebSocket;
    socket.on('message', (bytes: Buffer, isBinary) => {
      onType(isBinary ? 'binary' : (JSON.parse(bytes.toString()) as { type: string }).type);
    });
  };

  it('uploads, runs, follows and saves the pictures', async () => {
    const heard = new Set<string>();
    listen((type) => heard.add(type));
    const { name } = await client.uploadImage(Buffer.from(pngWith()), 'mine.png', true);
    const images = await client.getImages(generate(1, name));
    await client.saveImages(images, folder);
    const saved = images['12']?.[0]?.image.filename ?? assert.fail('no picture');
    assert.equal((await readFile(join(folder, saved))).toString('latin1', 1, 4), 'PNG');
    for (const type of ['execution_start', 'progress', 'binary', 'executed', 'execution_success'])
      assert.ok(heard.has(type), type);
  });

  it('interrupts what runs; its history says so', async () => {
    let isStopped = false;
    listen((type) => {
      if (type !== 'progress' || isStopped) return;
      isStopped = true;
      client.interrupt().catch(() => undefined); // the answer is empty, which this client calls a fault
    });
    const images = await client.getImages(generate(2));
    assert.deepEqual(images, {});
    const last = Object.values(await client.getHistory()).at(-1) as { status?: { messages: unknown[][] } };
    assert.equal(last.status?.messages.at(-1)?.[0], 'execution_interrupted');
  });

  it('opens its socket anew and runs on', async () => {
    await client.disconnect();
    await client.connect();
    assert.equal(Object.keys(await client.getImages(generate(3))).length, 1);
  });

  it('finds the facts that it asks for', async () => {
    assert.ok('SaveImage' in (await client.getObjectInfo('SaveImage')));
    assert.ok((await client.getSystemStats()).devices.length > 0);
    assert.deepEqual(await client.getPrompt(), { exec_info: { queue_remaining: 0 } });
    assert.deepEqual(await client.getEmbeddings(), []);
    assert.deepEqual((await client.getQueue()).queue_running, []);
    const unknown = { '1': { class_type: 'NoSuchNode', inputs: {} } };
    await assert.rejects(client.queuePrompt(unknown), /missing_node_type/);
  });
});
