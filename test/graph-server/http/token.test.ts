import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { isLoopback, tokenOf } from '../../../graph-server/http/token.ts';
import { startServer } from '../../../graph-server/server.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testConfig } from '../../support/test-server.ts';

describe('token', () => {
  const folder = temporaryFolder();

  it('is drawn once and readable by its owner only', () => {
    const token = tokenOf(folder);
    assert.equal(tokenOf(folder), token);
    assert.equal(token.length, 43);
    assert.equal(statSync(`${folder}/token`).mode & 0o077, 0);
  });

  it('is needed off loopback, in a header, in the address or as a cookie', async () => {
    const server = await startServer(testConfig(`${folder}/data`, { listen: '0.0.0.0' }), () =>
      Promise.resolve(new StandInExecutor()),
    );
    const local = server.url.replace('0.0.0.0', '127.0.0.1');
    const token = server.token ?? '';
    assert.equal((await fetch(`${local}/queue`)).status, 401);
    assert.equal((await fetch(`${local}/queue`, { headers: { Authorization: 'Bearer wrong' } })).status, 401);
    assert.equal(
      (await fetch(`${local}/queue`, { headers: { Authorization: `Bearer ${token}` } })).status,
      200,
    );
    assert.equal((await fetch(`${local}/queue?token=${token}`)).status, 200);
    const opened = await fetch(`${local}/?token=${token}`, { redirect: 'manual' });
    assert.equal(opened.status, 303);
    const cookie = opened.headers.getSetCookie()[0] ?? '';
    assert.match(cookie, /HttpOnly; SameSite=Strict/);
    assert.equal(
      (await fetch(`${local}/queue`, { headers: { Cookie: cookie.split(';')[0] ?? '' } })).status,
      200,
    );
    await server.close();
  });

  it('is not asked for on loopback', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      assert.ok(isLoopback(address), address);
    for (const address of ['0.0.0.0', '::', '192.168.1.2']) assert.ok(!isLoopback(address), address);
  });
});
