import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configOf, packageRoot } from '../../graph-server/config.ts';
import { startWorkerExecutor } from '../../graph-server/queue/worker-executor.ts';
import { startServer, type RunningServer } from '../../graph-server/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestClient } from '../support/test-server.ts';

describe('docs/packs.md', () => {
  const data = temporaryFolder();
  const page = readFileSync(join(packageRoot, 'docs', 'packs.md'), 'utf8');
  let server: RunningServer | undefined;
  after(() => server?.close());

  /** The text of the first block of a language after a mark. */
  const block = (mark: string, language: string) =>
    page.slice(page.indexOf(mark)).split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? assert.fail(mark);
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), text);
  };

  it('leads to a pack that works at the first start after it is named', async () => {
    for (const name of ['packs/shout/package.json', 'packs/shout/index.js'])
      write(name, block(`\`${name}\``, name.endsWith('json') ? 'json' : 'js'));
    write('config.json', block('**2.**', 'json'));
    const config = configOf({ data, port: '0' });
    const packs = config.packs.filter((path) => path.includes('shout'));
    server = await startServer({ ...config, packs }, startWorkerExecutor);
    const client = new TestClient(server.url, 'c');
    await client.until(({ type }) => type === 'status');
    const sent = /-d '([^']*)'/.exec(block('**3.**', 'sh'))?.[1] ?? '';
    const body = { ...(JSON.parse(sent) as object), client_id: 'c' };
    const accepted = await fetch(`${server.url}/prompt`, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(accepted.status, 200);
    const { prompt_id } = (await accepted.json()) as { prompt_id: string };
    await client.ended(prompt_id);
    client.close();
    const history = (await (await fetch(`${server.url}/history`)).json()) as Record<
      string,
      { outputs: unknown }
    >;
    assert.deepEqual(history[prompt_id]?.outputs, { 2: { text: ['HELLO!!!'] } });
  });
});
