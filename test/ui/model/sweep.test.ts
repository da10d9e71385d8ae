import assert from 'node:assert/strict';
import { cellCommands, readRows, spaced } from '../../../ui/src/model/sweep.ts';

describe('a sweep', () => {
  it('spaces its values evenly, both ends included, two to sixteen of them', () => {
    assert.deepEqual(spaced(0, 1.2, 5), [0, 0.3, 0.6, 0.9, 1.2]);
    assert.deepEqual(spaced(0, 1, 1), [0, 1]);
    assert.equal(spaced(0, 1, 99).length, 16);
  });

  it('reads seeds without losing digits, guidance, and a prompt a line', () => {
    assert.deepEqual(readRows('seed', '7, 18446744073709551615'), [7, 18446744073709551615n]);
    assert.deepEqual(readRows('guidance', '3 5.5'), [3, 5.5]);
    assert.deepEqual(readRows('prompts', 'a S*\n\n a S*, red '), ['a S*', 'a S*, red']);
    assert.deepEqual(readRows('photos', 'a b.png\nc.png'), ['a b.png', 'c.png']);
    assert.deepEqual(readRows('none', 'whatever'), ['']);
  });

  it('refuses what is no value, none, and more than eight', () => {
    assert.equal(readRows('seed', '1.5'), undefined);
    assert.equal(readRows('guidance', 'high'), undefined);
    assert.equal(readRows('prompts', ' \n '), undefined);
    assert.equal(readRows('seed', '1 2 3 4 5 6 7 8 9'), undefined);
  });

  it('sets λ and the value of the row, and holds the seed', () => {
    const roles = { lambda: { node: '10', field: 'lambda' }, seed: { node: '10', field: 'seed' } };
    assert.deepEqual(cellCommands(roles, { lambda: 0.6, kind: 'seed', row: 3 }), [
      { kind: 'setControl', node: '10', name: 'seed', control: 'fixed' },
      { kind: 'setValue', node: '10', name: 'lambda', value: 0.6 },
      { kind: 'setValue', node: '10', name: 'seed', value: 3 },
    ]);
    assert.deepEqual(cellCommands({}, { lambda: 0.6, kind: 'prompts', row: 'a S*' }), []);
  });

  it('gives each photo the mask that goes with photos, and no other row', () => {
    const roles = { photo: { node: '1', field: 'image' }, mask: { node: '2', field: 'image' } };
    const cell = { lambda: 0.6, row: 'cat.png', mask: 'masks/whole.png [input]' };
    assert.deepEqual(cellCommands(roles, { ...cell, kind: 'photos' }), [
      { kind: 'setValue', node: '1', name: 'image', value: 'cat.png' },
      { kind: 'setValue', node: '2', name: 'image', value: 'masks/whole.png [input]' },
    ]);
    assert.deepEqual(cellCommands(roles, { ...cell, kind: 'none' }), []);
  });
});
