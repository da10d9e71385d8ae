import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { GraphClient } from '../../../graph-server/client/graph-client.ts';
import { RefusedError } from '../../../graph-server/client/refusal.ts';
import { startEditorServer, type EditorServer } from '../../support/editor-server.ts';
import { GENERATE } from '../../support/generate-prompt.ts';
import { pngWith } from '../../support/png.ts';

describe('GraphClient', function () {
  this.timeout(240_000); // a whole server with its processes, also on a machine that does much else

  let server: EditorServer;
  let client: GraphClient;
  const sockets: WebSocket[] = [];
  class Counted extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  before(async () => {
    server = await startEditorServer({ stepMs: 30 });
    client = await GraphClient.connect(server.url, { WebSocket: Counted });
  });
  after(async () => {
    client.close();
    await server.close();
  });

  it('does a whole run on one socket: photograph, values by title, progress, previews, pictures', async () => {
    const photo = await client.upload(pngWith(), 'mine.png');
    const heard = { types: new Set<string>(), previews: 0 };
    const { state, pictures, nodeErrors } = await client.run(
      { prompt: GENERATE, values: { 'Photo.image': photo.filename, 'EliteUNetSampler.seed': '11' } },
      { onMessage: (type) => heard.types.add(type), onPreview: () => (heard.previews += 1) },
    );
    assert.deepEqual([state, { ...nodeErrors }, pictures.length], ['success', {}, 1]);
    assert.equal(Buffer.from(pictures[0]?.bytes.subarray(1, 4) ?? []).toString(), 'PNG');
    assert.equal(pictures[0]?.node, '12');
    assert.ok(heard.previews > 0);
    for (const type of ['execution_start', 'progress', 'executed', 'execution_success'])
      assert.ok(heard.types.has(type), type);
  });

  it('runs a saved workflow and takes what SaveImageWebsocket sends', async () => {
    const streamed = {
      ...GENERATE,
      '12': { class_type: 'SaveImageWebsocket', inputs: { images: ['11', 0] } },
    };
    const mimes: string[] = [];
    const { state, pictures } = await client.run(
      { prompt: streamed, values: { 'EliteUNetSampler.seed': 12 } },
      { onPreview: ({ mime }) => mimes.push(mime) },
    );
    assert.deepEqual([state, pictures.length, mimes.at(-1)], ['success', 0, 'image/png']);
    const answer = await fetch(`${server.url}/workflow_templates/elite-graph/generate.json`);
    const workflow = JSON.parse(await answer.text()) as never;
    const saved = await client.run({ workflow, values: { 'EliteUNetSampler.seed': 13 } });
    assert.deepEqual([saved.state, saved.pictures.length], ['success', 1]);
  });

  it('cancels a run when its signal says so', async () => {
    const abort = new AbortController();
    const { state } = await client.run(
      { prompt: GENERATE, values: { 'EliteUNetSampler.seed': 14 } },
      { onMessage: (type) => type === 'progress' && abort.abort(), signal: abort.signal },
    );
    assert.equal(state, 'interrupted');
    assert.equal(await client.cancel('00000000-0000-4000-8000-000000000000'), false);
  });

  it('follows a run on after its connection broke', async () => {
    let isBroken = false;
    const { state, pictures } = await client.run(
      { prompt: GENERATE, values: { 'EliteUNetSampler.seed': 15 } },
      {
        onMessage: (type) => {
          if (type !== 'progress' || isBroken) return;
          isBroken = true;
          sockets.at(-1)?.terminate();
        },
      },
    );
    assert.deepEqual([isBroken, state, pictures.length, sockets.length], [true, 'success', 1, 2]);
  });

  it('says why a run or file is refused', async () => {
    const refused = client.run({ prompt: GENERATE, values: { 'EliteUNetSampler.seed': 'x' } });
    await assert.rejects(
      refused,
      (error) => error instanceof RefusedError && /expected a number/.test(error.message),
    );
    await assert.rejects(client.file({ filename: 'no.png', subfolder: '', type: 'output' }), /no such file/);
    assert.ok('SaveImage' in (await client.objectInfo()));
  });
});
