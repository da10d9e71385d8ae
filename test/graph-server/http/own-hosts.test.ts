import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { ownHosts } from '../../../graph-server/http/own-hosts.ts';

describe('ownHosts', () => {
  it('is the address that is listened on, in the brackets that Host has', () => {
    assert.deepEqual(ownHosts('192.168.1.7'), ['192.168.1.7']);
    assert.deepEqual(ownHosts('FE80::1'), ['[fe80::1]']);
    assert.deepEqual(ownHosts('My-Box'), ['my-box']);
  });

  it('is every address of this machine for one that stands for all', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    assert.ok(addresses.length > 0);
    for (const listen of ['0.0.0.0', '::'])
      for (const { address, family } of addresses)
        assert.ok(ownHosts(listen).includes(family === 'IPv6' ? `[${address}]` : address), address);
  });
});
