import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { startWorkerExecutor } from '../../graph-server/queue/worker-executor.ts';
import { startServer, type RunningServer } from '../../graph-server/server.ts';
import { node, promptOf, TEST_PACK } from '../support/prompts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { testConfig } from '../support/test-server.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What every refusal says: where, what was expected, what was found; or what there is not. */
const SENTENCE = /^[^\n]+(: expected .+|: no such .+|: unknown .+)$/s;

describe('bad inputs', function () {
  this.timeout(240_000); // a whole server with its processes, also on a machine that does much else

  const data = temporaryFolder();
  let server: RunningServer;
  before(async () => {
    server = await startServer(testConfig(data, { packs: [TEST_PACK] }), startWorkerExecutor);
    writeFileSync(join(data, 'secret.png'), 'secret');
    for (const folder of ['input', 'output', 'temp']) symlinkSync(data, join(data, folder, 'way-out'));
    mkdirSync(join(data, 'user', 'default'), { recursive: true });
    symlinkSync(data, join(data, 'user', 'default', 'way-out'));
  });
  after(() => server.close());

  /** Sends a request as it is: no client tidies up its path or headers. */
  function send(
    method: string,
    path: string,
    body = '',
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, method, path, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
        (response) => {
          let text = '';
          response.on('data', (bytes: Buffer) => (text += bytes.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** A refusal of this status, in ComfyUI's form, with one sentence that fits. */
  function refused({ status, text }: Answer, expected: number, sentence = SENTENCE): void {
    assert.equal(status, expected, text.slice(0, 300));
    const { error } = JSON.parse(text) as { error: { message: string } | string };
    assert.match(typeof error === 'string' ? error : error.message, sentence);
    assert.doesNotMatch(text, new RegExp(data), 'names an absolute path');
  }

  const ROUTES = ['/prompt', '/queue', '/history', '/free', '/settings', '/settings/a.b', '/users'];

  it('JSON that is none is 400 on every route that reads it', async () => {
    for (const path of ROUTES.flatMap((route) => [route, `/api${route}`]))
      for (const body of ['{', '{"a":}', 'nope', '\u0000', '{"a":1}{'])
        refused(await send('POST', path, body), 400);
    assert.equal((await send('POST', '/interrupt', '{')).status, 200); // ComfyUI takes it as "whatever runs"
    refused(await send('POST', '/api/jobs/cancel', '{'), 400);
  });

  it('10 MB of brackets, and a body over the limit, are refused without being parsed', async () => {
    for (const path of ['/prompt', '/queue', '/settings/a.b']) {
      refused(
        await send('POST', path, '['.repeat(10_000_000)),
        400,
        /expected at most 64 levels of nesting, got more/,
      );
      refused(await send('POST', path, '{"a":'.repeat(2_000_000)), 400, /expected at most 64 levels/);
    }
    assert.equal((await send('POST', '/prompt', ' '.repeat(17 * 2 ** 20))).status, 413);
  });

  it('a prompt that is no graph is 400 with its type', async () => {
    const faults: [prompt: string, type: string][] = [
      ['[]', 'no_prompt'],
      ['{"1":5}', 'invalid_prompt'],
      ['{"1":{"inputs":{}}}', 'missing_node_type'],
      ['{"1":{"class_type":"NoSuchNode","inputs":{}}}', 'missing_node_type'],
      ['{"1":{"class_type":"Constant","inputs":{"value":1}}}', 'prompt_no_outputs'],
      [promptOf(['1', node('Show', '"number":["9",0]')]), 'prompt_outputs_failed_validation'],
      [promptOf(['1', node('Show')]), 'prompt_outputs_failed_validation'],
      ['{"__proto__":{"class_type":"Show","inputs":{}}}', 'bad_json'],
    ];
    for (const [prompt, type] of faults) {
      const answer = await send('POST', '/prompt', `{"prompt":${prompt}}`);
      assert.equal(answer.status, 400, prompt);
      const { error } = JSON.parse(answer.text) as { error: { type: string; message: string } };
      assert.deepEqual([error.type, error.message.length > 0], [type, true], prompt);
    }
  });

  it('a circle of 5,000 nodes is refused and names nodes of it', async () => {
    const circle = Array.from({ length: 5000 }, (_, at) => {
      const from = at === 0 ? 5000 : at;
      return [String(at + 1), node('Add', `"a":["${from}",0]`)] as const;
    });
    const prompt = promptOf(...circle, ['show', node('Show', '"number":["5000",0]')]);
    const answer = await send('POST', '/prompt', `{"prompt":${prompt}}`);
    assert.equal(answer.status, 400, answer.text.slice(0, 200));
    assert.match(answer.text, /dependency_cycle/);
  });

  const NAMES = ['../secret.png', 'a/../../secret.png', '/etc/passwd', 'way-out/secret.png', 'c:\\x.png'];

  it('no name leads out of its folder, whichever parameter carries it', async () => {
    for (const name of NAMES) {
      const encoded = encodeURIComponent(name);
      const requests: [method: string, path: string][] = [
        ['GET', `/view?filename=${encoded}`],
        [
          'GET',
          `/view?filename=secret.png&subfolder=${encodeURIComponent(name.replace(/\/?secret\.png$/, '') || '..')}`,
        ],
        ['GET', `/view?filename=${encoded}&type=input&preview=webp`],
        ['GET', `/view_metadata/checkpoints?filename=${encoded}`],
        ['GET', `/view_metadata/${encoded}?filename=a.safetensors`],
        ['GET', `/models/${encoded}`],
        ['GET', `/experiment/models/${encoded}`],
        ['GET', `/userdata/${encoded}`],
        ['POST', `/userdata/${encoded}`],
        ['DELETE', `/userdata/${encoded}`],
        ['POST', `/userdata/a.json/move/${encoded}`],
        ['GET', `/userdata?dir=${encoded}`],
        ['GET', `/v2/userdata?path=${encoded}`],
        ['GET', `/workflow_templates/elite-graph/${encoded}`],
        ['GET', `/internal/files/${encoded}`],
      ];
      for (const [method, path] of requests) {
        const { status, text } = await send(method, path);
        assert.ok([400, 403, 404].includes(status), `${method} ${path}: ${status}`);
        assert.doesNotMatch(text, /secret$|root:/, `${method} ${path}`);
      }
    }
  });

  it('a wrong parameter is 400, an unknown thing 404, a wrong verb 405', async () => {
    refused(await send('GET', '/view?filename=a.png&type=state'), 400);
    refused(await send('GET', '/history?max_items=x'), 400);
    refused(await send('GET', '/api/jobs?status=odd'), 400);
    refused(await send('GET', '/api/jobs?limit=0'), 400);
    refused(await send('GET', '/userdata'), 400);
    refused(await send('GET', '/view?filename=none.png'), 404);
    refused(await send('GET', '/api/jobs/none'), 404);
    refused(await send('GET', '/no/such/route'), 404);
    refused(await send('DELETE', '/prompt'), 405);
    refused(await send('PUT', '/api/settings/a'), 405);
  });

  it('pages of other origins and other names of the server are refused', async () => {
    refused(await send('POST', '/prompt', '{}', { Origin: 'http://evil.example' }), 403);
    refused(await send('GET', '/queue', '', { Origin: 'null' }), 403);
    refused(await send('GET', '/queue', '', { 'Sec-Fetch-Site': 'cross-site' }), 403);
    refused(await send('GET', '/queue', '', { Host: 'evil.example' }), 421);
    refused(await send('POST', '/queue', '{}', { Origin: server.url, 'Content-Type': 'text/plain' }), 415);
    refused(await send('POST', '/queue', '{}', { 'Content-Encoding': 'gzip' }), 415);
  });
});
