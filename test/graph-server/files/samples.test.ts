import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringSamples } from '../../../graph-server/files/samples.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('bringSamples', () => {
  const folder = temporaryFolder();
  const [models, input] = [join(folder, 'models'), join(folder, 'input')];

  before(() => {
    mkdirSync(join(models, 'nano', 'samples'), { recursive: true });
    mkdirSync(join(models, 'none'));
    mkdirSync(input);
    for (const name of ['dog.png', 'dog-mask.png', 'samples.json'])
      writeFileSync(join(models, 'nano', 'samples', name), name);
    writeFileSync(join(input, 'sample-dog.png'), 'mine');
  });

  it('brings the pictures that are missing and leaves those that are there', async () => {
    await bringSamples(input, models);
    assert.deepEqual(readdirSync(input), ['sample-dog-mask.png', 'sample-dog.png']);
    assert.equal(readFileSync(join(input, 'sample-dog.png'), 'utf8'), 'mine');
    assert.equal(readFileSync(join(input, 'sample-dog-mask.png'), 'utf8'), 'dog-mask.png');
  });

  it('has nothing to do without bundles', async () => {
    await bringSamples(input, join(folder, 'nowhere'));
    assert.equal(readdirSync(input).length, 2);
  });
});
