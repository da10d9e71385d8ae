import assert from 'node:assert/strict';
import { systemRefusal } from '../../../graph-server/http/system-refusal.ts';

describe('systemRefusal', () => {
  const fault = (code: string, path = '/home/me/data/input/dog.png') =>
    Object.assign(new Error(`${code}: x, open '${path}'`), { code, path });

  it('gives each fault of the disk its status, and no absolute path', () => {
    const expected: [string, number][] = [
      ['ENOENT', 404],
      ['ENOSPC', 507],
      ['EDQUOT', 507],
      ['EROFS', 507],
      ['EACCES', 403],
      ['ENAMETOOLONG', 400],
      ['EMFILE', 503],
    ];
    for (const [code, status] of expected) {
      const refusal = systemRefusal(fault(code));
      assert.equal(refusal?.status, status, code);
      assert.match(refusal.message, /^dog\.png: (expected|no such) /);
      assert.doesNotMatch(refusal.message, /home/);
    }
  });

  it('knows a database that cannot write', () => {
    assert.equal(systemRefusal(new Error('database or disk is full'))?.status, 507);
    assert.equal(systemRefusal(new Error('attempt to write a readonly database'))?.status, 507);
  });

  it('leaves other errors alone', () => {
    assert.equal(systemRefusal(fault('EIO')), undefined);
    assert.equal(systemRefusal('full'), undefined);
  });
});
