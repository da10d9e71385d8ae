import assert from 'node:assert/strict';
import { openDatabase } from '../../../graph-server/store/open-database.ts';
import { Settings } from '../../../graph-server/store/settings.ts';

describe('Settings', () => {
  it('keeps the last value of each id', () => {
    const settings = new Settings(openDatabase(':memory:'));
    settings.set([
      ['b', '1'],
      ['a', '"x"'],
    ]);
    settings.set([['b', '2']]);
    assert.deepEqual(settings.all(), [
      ['a', '"x"'],
      ['b', '2'],
    ]);
    assert.equal(settings.get('b'), '2');
    assert.equal(settings.get('c'), undefined);
  });
});
