import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('editor', () => {
  const editor = temporaryFolder();
  const { url } = testServer(new StandInExecutor(), { editor });

  it('says what is missing until it is built', async () => {
    const answer = await fetch(url());
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npm run build:ui/);
  });

  it('is served under a policy that runs nothing but its own files', async () => {
    mkdirSync(join(editor, 'assets'));
    writeFileSync(join(editor, 'index.html'), '<!doctype html>');
    writeFileSync(join(editor, 'assets', 'main-abc.js'), 'x');
    const index = await fetch(url());
    assert.equal(index.status, 200);
    assert.equal(
      index.headers.get('content-security-policy'),
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' blob: data:;font-src 'self';connect-src 'self';" +
        "worker-src 'self';manifest-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none';object-src 'none';" +
        "require-trusted-types-for 'script';trusted-types 'none'",
    );
    assert.equal(index.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(index.headers.get('referrer-policy'), 'no-referrer');
    assert.match(index.headers.get('cache-control') ?? '', /no-store/);
    const script = await fetch(`${url()}/assets/main-abc.js`);
    assert.match(script.headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
  });

  it('leaves the API without any source', async () => {
    const answer = await fetch(`${url()}/queue`);
    assert.equal(answer.headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('x-powered-by'), null);
  });
});
