import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packEntry } from '../../../graph-server/files/pack-entry.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('packEntry', () => {
  const folder = temporaryFolder();
  const [packs, data] = [join(folder, 'packs'), folder];
  const write = (name: string, text = '') => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const entry = (name: string) => packEntry(name, [packs, data]);

  it('is a file itself, by its path or below a root', () => {
    const file = write('packs/one.mjs');
    assert.equal(entry('one.mjs'), file);
    assert.equal(entry(file), file);
  });

  it('is the index of a folder, in TypeScript first', () => {
    write('packs/two/index.js');
    assert.equal(entry('two'), join(packs, 'two/index.js'));
    write('packs/two/index.ts');
    assert.equal(entry('two'), join(packs, 'two/index.ts'));
  });

  it('is what package.json names', () => {
    const cases = [
      ['{"main":"lib/main.js"}', 'lib/main.js'],
      ['{"exports":"./a.js","main":"b.js"}', 'a.js'],
      ['{"exports":{".":{"types":"./a.d.ts","import":"./a.mjs","require":"./a.cjs"}}}', 'a.mjs'],
      ['{"exports":{"default":"./d.js"}}', 'd.js'],
      ['{}', 'index.js'],
      ['{', 'index.js'],
    ] as const;
    for (const [text, file] of cases) {
      write('packs/three/package.json', text);
      assert.equal(entry('three'), join(packs, 'three', file), text);
    }
  });

  it('is a package of node_modules where no folder has the name', () => {
    write('node_modules/@someone/pack/package.json', '{"main":"x.js"}');
    assert.equal(entry('@someone/pack'), join(data, 'node_modules/@someone/pack/x.js'));
  });

  it('is below the first root when it is nowhere', () => {
    assert.equal(entry('nowhere'), join(packs, 'nowhere'));
  });
});
