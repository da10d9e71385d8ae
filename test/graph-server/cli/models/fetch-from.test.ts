import assert from 'node:assert/strict';
import { fetchFrom } from '../../../../graph-server/cli/models/fetch-from.ts';
import { fileHost } from '../../../support/file-host.ts';

describe('fetchFrom', () => {
  const { signal } = new AbortController();

  it('keeps what each server on the way says of the file', async () => {
    const hash = 'a'.repeat(64);
    const host = await fileHost((request, response) => {
      if (request.url === '/end') response.writeHead(200, { etag: '"end"' }).end('x');
      else response.writeHead(302, { location: '/end', etag: '"b"', 'x-linked-etag': `"${hash}"`, 'x-repo-commit': 'c' }).end();
    });
    const { response, facts } = await fetchFrom(host.url, { range: 'bytes=1-' }, signal);
    assert.equal(await response.text(), 'x');
    assert.deepEqual(facts, { etag: '"end"', sha256: hash });
    assert.deepEqual(host.requests.map(({ headers }) => headers.range), ['bytes=1-', 'bytes=1-']);
    assert.match(host.requests[0]?.headers['accept-encoding']?.toString() ?? '', /^identity/);
    await host.close();
  });

  it('takes no weak ETag, and refuses redirects without end', async () => {
    const host = await fileHost((request, response) => {
      if (request.url === '/weak') response.writeHead(200, { etag: 'W/"1"' }).end();
      else response.writeHead(302, { location: '/again' }).end();
    });
    assert.deepEqual((await fetchFrom(`${host.url}weak`, {}, signal)).facts, {});
    await assert.rejects(fetchFrom(host.url, {}, signal), /expected at most 6 redirects, got more$/);
    await host.close();
  });
});
