import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('/userdata', () => {
  const { url } = testServer(new StandInExecutor());
  const at = (path: string) => `${url()}/api/userdata${path}`;
  const write = (file: string, body: string, query = '') =>
    fetch(at(`/${encodeURIComponent(file)}${query}`), { method: 'POST', body });

  it('writes, lists, reads, moves and deletes files', async () => {
    assert.equal(await (await write('workflows/a b.json', '{"a":1}')).json(), 'workflows/a b.json');
    assert.deepEqual(await (await fetch(at('?dir=workflows'))).json(), ['a b.json']);
    const [facts] = (await (await fetch(at('?dir=workflows&full_info=true'))).json()) as Record<
      string,
      unknown
    >[];
    assert.deepEqual(
      [facts?.['path'], facts?.['size'], typeof facts?.['modified']],
      ['a b.json', 7, 'number'],
    );
    assert.equal(await (await fetch(at('/workflows%2Fa%20b.json'))).text(), '{"a":1}');
    const moved = await fetch(at('/workflows%2Fa%20b.json/move/workflows%2Fdeep%2Fc.json'), {
      method: 'POST',
    });
    assert.equal(await moved.json(), 'workflows/deep/c.json');
    assert.deepEqual(await (await fetch(at('?dir=workflows'))).json(), []);
    assert.deepEqual(await (await fetch(at('?dir=workflows&recurse=true&split=true'))).json(), [
      ['deep/c.json', 'deep', 'c.json'],
    ]);
    assert.equal((await fetch(at('/workflows%2Fdeep%2Fc.json'), { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(at('/workflows%2Fdeep%2Fc.json'))).status, 404);
  });

  it('overwrites only when it may', async () => {
    await write('x.txt', 'one');
    assert.equal((await write('x.txt', 'two', '?overwrite=false')).status, 409);
    assert.equal(await (await fetch(at('/x.txt'))).text(), 'one');
    assert.equal((await write('x.txt', 'two')).status, 200);
    assert.equal(await (await fetch(at('/x.txt'))).text(), 'two');
  });

  it('replaces only the file that was seen where it is asked with If-Match, also when many ask at once', async () => {
    const replace = (body: string, tag: string) =>
      fetch(at('/seen.json'), { method: 'POST', body, headers: { 'If-Match': tag } });
    assert.equal((await replace('one', '"none"')).status, 412);
    assert.equal((await fetch(at('/seen.json'))).status, 404);
    const made = (await write('seen.json', 'one')).headers.get('etag') ?? '';
    assert.equal((await fetch(at('/seen.json'))).headers.get('etag'), made);
    const answers = await Promise.all(['two', 'three', 'four'].map((body) => replace(body, made)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412]);
    const won = answers.findIndex(({ status }) => status === 200);
    const now = await fetch(at('/seen.json'));
    assert.equal(await now.text(), ['two', 'three', 'four'][won]);
    assert.equal(now.headers.get('etag'), answers[won]?.headers.get('etag'));
    const { error } = (await (await replace('five', made)).json()) as {
      error: { type: string; message: string };
    };
    assert.equal(error.type, 'file_changed');
    assert.match(error.message, /^seen\.json: expected the file as it was read/);
  });

  it('moves onto a name that is taken only when it may, also when many move at once', async () => {
    const move = (file: string, to: string, query = '') =>
      fetch(at(`/${file}/move/${to}${query}`), { method: 'POST' });
    const names = Array.from({ length: 8 }, (_, index) => `m${index}`);
    for (const name of names) await write(name, name);
    const statuses = await Promise.all(
      names.map(async (name) => (await move(name, 'only', '?overwrite=false')).status),
    );
    assert.deepEqual([...statuses].sort(), [200, 409, 409, 409, 409, 409, 409, 409]);
    const winner = names[statuses.indexOf(200)] ?? '';
    assert.equal(await (await fetch(at('/only'))).text(), winner);
    for (const name of names)
      assert.equal((await fetch(at(`/${name}`))).status, name === winner ? 404 : 200, name);
    assert.equal((await move('nowhere', 'x')).status, 404);
  });

  it('lists all below the root, folders first, then by name', async () => {
    for (const file of ['tree/b/Z.txt', 'tree/a.txt', 'tree/c/m.txt', 'tree/B.txt']) await write(file, 'x');
    const listed = (await (await fetch(`${url()}/v2/userdata?path=tree`)).json()) as { path: string }[];
    assert.deepEqual(
      listed.map(({ path }) => path),
      ['tree/b', 'tree/c', 'tree/a.txt', 'tree/B.txt', 'tree/c/m.txt', 'tree/b/Z.txt'],
    );
  });

  it('answers what is missing and stays in its folder', async () => {
    assert.equal((await fetch(at(''))).status, 400);
    assert.equal((await fetch(at('?dir=none'))).status, 404);
    assert.equal((await fetch(at('?dir=..'))).status, 403);
    for (const file of [
      '../up.txt',
      '../../state/graph.db',
      '/etc/passwd',
      'a/../../b',
      'con',
      'a\\b',
      'x:y',
    ]) {
      assert.equal((await write(file, 'x')).status, 403, file);
      assert.equal((await fetch(at(`/${encodeURIComponent(file)}`))).status, 403, file);
    }
    await write('file', 'x');
    assert.equal((await write('file/below', 'x')).status, 400);
  });
});
