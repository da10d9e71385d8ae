import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Claims } from '../../../graph-server/files/claims.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('Claims', () => {
  const folder = join(temporaryFolder(), 'job');
  const bytes = Uint8Array.of(1, 2);

  it('give a second attempt the names of the first', async () => {
    const first = new Claims(folder);
    const [one, two] = [first.next('a', bytes), first.next('a', bytes)];
    assert.equal(await one.name(), undefined);
    await one.note('a_00001_.png');
    await two.note('a_00002_.png');
    const second = new Claims(folder);
    assert.equal(await second.next('a', bytes).name(), 'a_00001_.png');
    assert.equal(await second.next('a', bytes).name(), 'a_00002_.png');
  });

  it('tell files of other bytes or another beginning apart', async () => {
    const claims = new Claims(folder);
    assert.equal(await claims.next('b', bytes).name(), undefined);
    assert.equal(await claims.next('a', Uint8Array.of(3)).name(), undefined);
  });
});
