import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { inNamesOfSources } from '../../../method/elite/source-names.ts';

describe('inNamesOfSources', () => {
  const path = resolve('models/.mine.1234');
  const said = (sentence: string) =>
    inNamesOfSources(sentence, {
      path,
      target: 'models/mine',
      names: new Map([
        ['unet/model', 'sd/$&'],
        ['unet/model.index.json', 'sd/index.json'],
      ]),
    });

  it('puts the longest path of a draft first, and takes names as they are', () => {
    assert.equal(said(`${join(path, 'unet/model.index.json')}: x`), 'sd/index.json: x');
    assert.equal(said(`${join(path, 'unet/model')}, key: x`), 'sd/$&, key: x');
  });

  it('names the bundle for all else', () => {
    assert.equal(said(`${join(path, 'unet')}: x, ${path}`), `${join('models/mine', 'unet')}: x, models/mine`);
    assert.equal(said('elsewhere: x'), 'elsewhere: x');
  });
});
