import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Claims } from '../../../graph-server/files/claims.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('Claims', () => {
  const folder = join(temporaryFolder(), 'job');
  const bytes = Uint8Array.of(1, 2);

  it('give a second attempt the names of the first, in order', async () => {
    const first = new Claims(folder);
    const [one, two] = [first.next('3.0'), first.next('3.0')];
    assert.equal(await one.name(), undefined);
    await one.note('a_00001_.png', bytes);
    await two.note('a_00002_.png', bytes);
    const second = new Claims(folder);
    assert.equal(await second.next('3.0').name(), 'a_00001_.png');
    assert.equal(await second.next('3.0').name(), 'a_00002_.png');
    assert.equal(await second.next('3.0').name(), undefined);
    assert.equal(await second.next('3.1').name(), undefined);
  });

  it('know all bytes that were written under a name, and none of another name', async () => {
    const claim = new Claims(folder).next('4.0');
    await claim.note('b_00001_.png', bytes);
    await claim.note('b_00001_.png', Uint8Array.of(3));
    assert.ok((await claim.holds(bytes)) && (await claim.holds(Uint8Array.of(3))));
    assert.equal(await claim.holds(Uint8Array.of(4)), false);
    await claim.note('b_00002_.png', Uint8Array.of(3));
    assert.equal(await claim.holds(bytes), false);
  });

  it('take a note that is none as none', async () => {
    const claim = new Claims(folder).next('5.0');
    await claim.note('c', bytes);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '"c_00001_.png"');
    assert.equal(await claim.name(), undefined);
  });
});
