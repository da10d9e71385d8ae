import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('models', () => {
  const { url, data } = testServer(new StandInExecutor());
  const get = async (path: string) => (await fetch(url() + path)).json();
  before(() => {
    mkdirSync(join(data, 'models', 'checkpoints', 'sd'), { recursive: true });
    const header = '{"__metadata__":{"format":"pt"}}';
    const bytes = Buffer.concat([Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(header)]);
    writeFileSync(join(data, 'models', 'checkpoints', 'sd', 'v1.safetensors'), bytes);
    writeFileSync(join(data, 'models', 'checkpoints', 'readme.txt'), '');
  });

  it('are listed by folder', async () => {
    assert.ok(((await get('/models')) as string[]).includes('checkpoints'));
    assert.deepEqual(await get('/models/checkpoints'), ['sd/v1.safetensors']);
    assert.deepEqual(await get('/embeddings'), []);
    for (const folder of ['none', '%2e%2e%2fstate'])
      assert.equal((await fetch(`${url()}/models/${folder}`)).status, 404, folder);
  });

  it('are listed with size and times for the browser of models', async () => {
    const folders = (await get('/api/experiment/models')) as { name: string }[];
    assert.ok(folders.some(({ name }) => name === 'checkpoints'));
    const [model] = (await get('/experiment/models/checkpoints')) as Record<string, unknown>[];
    assert.deepEqual([model?.['name'], model?.['pathIndex'], model?.['size']], ['sd/v1.safetensors', 0, 40]);
    assert.equal((await fetch(`${url()}/experiment/models/none`)).status, 404);
  });

  it('tell what their files say of themselves', async () => {
    const query = '/view_metadata/checkpoints?filename=';
    assert.deepEqual(await get(`${query}sd/v1.safetensors`), { format: 'pt' });
    for (const [name, status] of [
      ['readme.txt', 404],
      ['none.safetensors', 404],
      ['../../state/graph.db', 404],
    ] as const)
      assert.equal((await fetch(`${url()}${query}${encodeURIComponent(name)}`)).status, status, name);
  });
});
