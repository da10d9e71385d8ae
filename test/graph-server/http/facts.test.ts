import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('facts of the server', () => {
  const { url } = testServer(new StandInExecutor());
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
      keeps_results: true,
      max_upload_size: 100 * 2 ** 20,
      assets: false,
    });
  });

  it('answers what front ends ask at their start', async () => {
    assert.deepEqual(await get('/extensions'), []);
    for (const path of ['/i18n', '/global_subgraphs', '/node_replacements'])
      assert.deepEqual(await get(`/api${path}`), {});
    assert.equal(await get('/global_subgraphs/any'), null);
    assert.deepEqual(await get('/templates/index.json'), []);
  });
});
