import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('frontEnd', () => {
  const frontEnd = temporaryFolder();
  before(() => {
    mkdirSync(join(frontEnd, 'assets'));
    writeFileSync(
      join(frontEnd, 'index.html'),
      '<script type="module" src="./assets/a.js"></script><script>boot()</script>',
    );
    writeFileSync(join(frontEnd, 'assets', 'a.js'), 'x');
  });
  const { url } = testServer(new StandInExecutor(), { frontEnd });

  it('is served in place of the editor, and may run its own inline scripts and no others', async () => {
    const page = await fetch(url());
    assert.match(await page.text(), /boot\(\)/);
    assert.match(page.headers.get('cache-control') ?? '', /no-store/);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.ok(
      policy.includes(
        "script-src 'self' 'wasm-unsafe-eval' blob: 'sha256-MeZS89WlF0u+o0hCvHTBt4q1WHU+U+sJKgbdRUc36mY=';",
      ),
      policy,
    );
    assert.ok(policy.includes("connect-src 'self' blob: data:;"), policy);
    assert.ok(!policy.includes("'unsafe-eval'"), policy);
  });

  it('has its assets kept by browsers, and its policy on all of them', async () => {
    const script = await fetch(`${url()}/assets/a.js`);
    assert.match(script.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
    assert.match(script.headers.get('content-security-policy') ?? '', /^default-src 'self'/);
  });

  it('finds every file that it asks for when it starts', async () => {
    for (const [path, type] of [
      ['/user.css', 'text/css'],
      ['/api/userdata/user.css', 'text/css'],
      ['/api/userdata/comfy.templates.json', 'application/octet-stream'],
      ['/api/userdata?dir=subgraphs', 'application/json'],
      ['/templates/index.json', 'application/json'],
      ['/templates/index_logo.json', 'application/json'],
    ] as const) {
      const answer = await fetch(url() + path);
      assert.equal(answer.status, 200, path);
      assert.ok(answer.headers.get('content-type')?.startsWith(type), path);
    }
  });
});
