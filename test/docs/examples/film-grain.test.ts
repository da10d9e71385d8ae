import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configOf, packageRoot } from '../../../graph-server/config.ts';
import { startWorkerExecutor } from '../../../graph-server/queue/worker-executor.ts';
import { startServer, type RunningServer } from '../../../graph-server/server.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { post, TestClient } from '../../support/test-server.ts';

describe('the example pack film-grain', () => {
  const data = temporaryFolder();
  let server: RunningServer | undefined;
  const url = () => server?.url ?? '';
  const json = async (path: string) => (await fetch(url() + path)).json() as Promise<Record<string, unknown>>;

  before(async () => {
    mkdirSync(join(data, 'packs'));
    cpSync(join(packageRoot, 'docs', 'examples', 'film-grain'), join(data, 'packs', 'film-grain'), {
      recursive: true,
    });
    writeFileSync(join(data, 'config.json'), '{"packs": ["film-grain"]}');
    const config = configOf({ data, port: '0' });
    const packs = config.packs.filter((path) => /film-grain|nodes.image/.test(path));
    server = await startServer({ ...config, packs }, startWorkerExecutor);
    mkdirSync(join(data, 'input'), { recursive: true });
    writeFileSync(join(data, 'input', 'red.png'), pngWith());
  });
  after(() => server?.close());

  it('is there at the first start after it is named', async () => {
    const { FilmGrain } = await json('/object_info/FilmGrain');
    assert.ok(FilmGrain);
    const { python_module, output } = FilmGrain as Record<string, unknown>;
    assert.deepEqual([python_module, output], ['custom_nodes.film-grain', ['IMAGE']]);
  });

  it('runs in a graph', async () => {
    const client = new TestClient(url(), 'c');
    await client.until(({ type }) => type === 'status');
    const prompt = {
      1: { class_type: 'LoadImage', inputs: { image: 'red.png' } },
      2: { class_type: 'SplitPictures', inputs: { images: ['1', 0], skip_dark: false } },
      3: { class_type: 'FilmGrain', inputs: { images: ['2', 0], strength: 0.2, seed: 7 } },
      4: { class_type: 'ShowBrightness', inputs: { images: ['3', 0] } },
      5: { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'grain' } },
    };
    const accepted = (await (await post(`${url()}/prompt`, { prompt, client_id: 'c' })).json()) as {
      prompt_id: string;
    };
    await client.ended(accepted.prompt_id);
    client.close();
    const history = await json(`/history/${accepted.prompt_id}`);
    const { outputs } = history[accepted.prompt_id] as { outputs: Record<string, Record<string, unknown[]>> };
    assert.equal(outputs['5']?.['images']?.length, 1);
    const [brightness] = outputs['4']?.['text'] ?? [];
    assert.ok(Math.abs(Number(brightness) - 1 / 3) < 0.1, String(brightness));
  });

  it('answers its query and serves its files for browsers', async () => {
    assert.deepEqual(await (await post(`${url()}/film-grain/strengths`, { count: 2 })).json(), [0.1, 0.2]);
    assert.deepEqual(await json('/extensions'), ['/extensions/film-grain/film-grain.js']);
    const file = await fetch(`${url()}/extensions/film-grain/film-grain.js`);
    assert.match(file.headers.get('content-type') ?? '', /javascript/);
    assert.match(await file.text(), /film-grain/);
    for (const path of ['film-grain/none.js', 'film-grain/..%2findex.ts', 'other/film-grain.js'])
      assert.equal((await fetch(`${url()}/extensions/${path}`)).status, 404, path);
  });
});
