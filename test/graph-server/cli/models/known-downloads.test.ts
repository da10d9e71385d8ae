import assert from 'node:assert/strict';
import { KNOWN_DOWNLOADS } from '../../../../graph-server/cli/models/known-downloads.ts';

describe('KNOWN_DOWNLOADS', () => {
  it('has names, licences and addresses that make sense', () => {
    for (const [name, { page, licence, base, files }] of Object.entries(KNOWN_DOWNLOADS)) {
      assert.match(name, /^[a-z0-9][a-z0-9.-]*$/);
      for (const url of [page, licence.url, base ?? page]) assert.equal(new URL(url).protocol, 'https:');
      assert.ok(licence.name !== '' && files.length > 0);
      for (const { path, sha256 } of files) {
        assert.ok(!path.startsWith('/') && !path.split('/').includes('..'), path);
        assert.match(sha256 ?? '0'.repeat(64), /^[0-9a-f]{64}$/);
      }
    }
  });
});
