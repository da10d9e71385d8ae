import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('files of packs for browsers', () => {
  const folder = temporaryFolder();
  class WithFiles extends StandInExecutor {
    override browserFolders() {
      return Promise.resolve([{ pack: 'mine', folder: join(folder, 'web') }]);
    }
  }
  const server = testServer(new WithFiles());
  before(() => {
    mkdirSync(join(folder, 'web', 'more'), { recursive: true });
    writeFileSync(join(folder, 'secret.js'), 'secret');
    for (const name of ['b.js', 'a b.js', 'style.css', 'more/c.js', '.hidden.js'])
      writeFileSync(join(folder, 'web', name), `// ${name}`);
  });
  const get = (path: string) => fetch(server.url() + path);

  it('are served below the name of the pack, at both addresses, with their type and never sniffed', async () => {
    for (const prefix of ['', '/api']) {
      const script = await get(`${prefix}/extensions/mine/more/c.js`);
      assert.equal(await script.text(), '// more/c.js');
      assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
      assert.equal(script.headers.get('x-content-type-options'), 'nosniff');
    }
    assert.match((await get('/extensions/mine/style.css')).headers.get('content-type') ?? '', /^text\/css/);
  });

  it('are listed where they are scripts', async () => {
    const scripts = (await (await get('/extensions')).json()) as string[];
    const expected = ['a%20b.js', 'b.js', 'more/c.js'].map((name) => `/extensions/mine/${name}`);
    assert.deepEqual(scripts, expected);
  });

  it('are nothing outside the folder, of other packs, hidden, or not there', async () => {
    for (const path of [
      'mine/..%2fsecret.js',
      'mine/%2e%2e/secret.js',
      'mine/.hidden.js',
      'mine/none.js',
      'other/b.js',
      'mine',
    ])
      assert.equal((await get(`/extensions/${path}`)).status, 404, path);
  });
});
