import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { post, TestClient, testServer } from '../../support/test-server.ts';

const PNG = Uint8Array.from(Buffer.from('89504e470d0a1a0a', 'hex'));

describe('/elite/files', () => {
  const executor = new StandInExecutor();
  const { url, data } = testServer(executor);
  const place = (name: string) => join(data, 'output', name);
  const list = async () =>
    (await (await fetch(`${url()}/api/elite/files`)).json()) as { filename: string; subfolder: string }[];
  const remove = (query: string) => fetch(`${url()}/elite/files?${query}`, { method: 'DELETE' });

  function put(name: string, at: number, bytes: Uint8Array = PNG): void {
    mkdirSync(dirname(place(name)), { recursive: true });
    writeFileSync(place(name), bytes);
    utimesSync(place(name), at, at);
  }

  /** Runs a job that shows a picture of a folder of the output folder. */
  async function show(subfolder: string, filename: string): Promise<string> {
    executor.shown = { images: [{ filename, subfolder, type: 'output' }] };
    const client = new TestClient(url(), 'c');
    await client.until(() => true);
    const prompt_id = randomUUID();
    const prompt = { '1': { class_type: 'Echo', inputs: { text: 'x' } } };
    await post(`${url()}/prompt`, { prompt, client_id: 'c', prompt_id });
    await client.ended(prompt_id);
    client.close();
    return prompt_id;
  }

  it('lists the pictures that no job shows, newest first, and deletes no others', async () => {
    put('old.png', 1);
    put('new.png', 3);
    put('deep/er/middle.png', 2);
    put('deep/shown.png', 4);
    put('.hidden.png', 5);
    put('words.txt', 6, Buffer.from('no picture'));
    const job = await show('deep', 'shown.png');
    assert.deepEqual(await list(), [
      { filename: 'new.png', subfolder: '', type: 'output', modified: 3000 },
      { filename: 'middle.png', subfolder: 'deep/er', type: 'output', modified: 2000 },
      { filename: 'old.png', subfolder: '', type: 'output', modified: 1000 },
    ]);

    const used = await remove('filename=shown.png&subfolder=deep&type=output');
    assert.equal(used.status, 409);
    assert.match(await used.text(), /deep\/shown\.png: expected a file that no job shows/);
    assert.ok(existsSync(place('deep/shown.png')));

    await post(`${url()}/history`, { delete: [job] });
    assert.equal((await remove('filename=shown.png&subfolder=deep')).status, 204);
    assert.ok(!existsSync(place('deep/shown.png')));
    assert.equal((await remove('filename=old.png')).status, 204);
    assert.deepEqual(
      (await list()).map(({ filename }) => filename),
      ['new.png', 'middle.png'],
    );
  });

  it('deletes nothing outside the output folder, and says why', async () => {
    writeFileSync(join(data, 'input', 'mine.png'), PNG);
    for (const [query, status] of [
      ['filename=mine.png&type=input', 400],
      ['filename=mine.png&subfolder=../input', 403],
      [`filename=${encodeURIComponent('../input/mine.png')}`, 400],
      ['filename=', 400],
      ['filename=..', 403],
      ['filename=absent.png', 404],
    ] as const)
      assert.equal((await remove(query)).status, status, query);
    assert.ok(existsSync(join(data, 'input', 'mine.png')));
  });
});
