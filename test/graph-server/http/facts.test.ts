import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('facts of the server', () => {
  const { url, data } = testServer(new StandInExecutor());
  const get = async (path: string) => (await fetch(url() + path)).json();

  it('always tells of a device', async () => {
    const { system, devices } = (await get('/system_stats')) as {
      system: { argv: unknown };
      devices: { type: string }[];
    };
    assert.deepEqual([system.argv, devices[0]?.type], [[], 'cpu']);
  });

  it('tells its features', async () => {
    assert.deepEqual(await get('/api/features'), {
      supports_preview_metadata: true,
      max_upload_size: 100 * 2 ** 20,
      assets: false,
    });
  });

  it('lists models by folder', async () => {
    mkdirSync(join(data, 'models', 'checkpoints', 'sd'), { recursive: true });
    writeFileSync(join(data, 'models', 'checkpoints', 'sd', 'v1.safetensors'), '');
    writeFileSync(join(data, 'models', 'checkpoints', 'readme.txt'), '');
    assert.ok(((await get('/models')) as string[]).includes('checkpoints'));
    assert.deepEqual(await get('/models/checkpoints'), ['sd/v1.safetensors']);
    assert.deepEqual(await get('/embeddings'), []);
    for (const folder of ['none', '%2e%2e%2fstate'])
      assert.equal((await fetch(`${url()}/models/${folder}`)).status, 404, folder);
  });

  it('answers what front ends ask at their start', async () => {
    assert.deepEqual(await get('/extensions'), []);
    for (const path of ['/i18n', '/global_subgraphs', '/node_replacements'])
      assert.deepEqual(await get(`/api${path}`), {});
  });
});
