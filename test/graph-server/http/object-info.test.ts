import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('/object_info', () => {
  const { url } = testServer(new StandInExecutor());
  const get = async (path: string) => (await fetch(url() + path)).json();

  it('tells all node types, or one, or none', async () => {
    const all = await get('/object_info');
    assert.deepEqual(Object.keys(all as object), ['Echo']);
    assert.deepEqual(await get('/api/object_info/Echo'), all);
    for (const type of ['Other', 'constructor', '__proto__'])
      assert.deepEqual(await get(`/object_info/${type}`), {}, type);
  });
});
