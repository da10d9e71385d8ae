import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPacks } from '../../../graph-server/worker/load-packs.ts';
import { TEST_PACK } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('loadPacks', () => {
  const folder = temporaryFolder();
  const pack = (name: string, source: string) => {
    const path = join(folder, name);
    writeFileSync(path, source);
    return path;
  };

  it('loads packs in TypeScript and JavaScript and leaves out those that fail, with a sentence each', async () => {
    const plain = pack(
      'plain.mjs',
      `const run = () => ({});
       const node = { type: 'Plain', displayName: '', category: '', description: '', inputs: {}, outputs: {}, run };
       export default { name: 'plain', nodes: [node] };`,
    );
    const broken = pack('broken.mjs', "throw new Error('no luck');");
    const odd = pack('odd.mjs', "export default { name: 'odd', nodes: [{ type: 'X' }] };");
    const none = pack('none.mjs', 'export const x = 1;');
    const gone = join(folder, 'gone.mjs');
    const faults: string[] = [];
    const turns: string[] = [];
    const packs = [broken, plain, odd, none, gone, TEST_PACK, plain];
    const { registry } = await loadPacks(packs, {
      onLoading: (path) => turns.push(path),
      onFault: (sentence) => faults.push(sentence),
    });
    assert.deepEqual(turns, packs);
    assert.ok(registry.get('Plain') && registry.get('Add'));
    const shape = 'no default export that definePack made of a name and nodes';
    assert.deepEqual(faults, [
      `${broken}: expected a pack that loads, got no luck (it is left out)`,
      `${odd}: expected a pack that loads, got ${shape} (it is left out)`,
      `${none}: expected a pack that loads, got ${shape} (it is left out)`,
      `${gone}: expected a pack that loads, got no such file or folder (it is left out)`,
      `${plain}: expected a pack that loads, got pack plain: expected a name that no other pack has, got a second of that name (it is left out)`,
    ]);
  });

  it('knows the folders of files for browsers, and leaves out a pack that names one that is not there', async () => {
    mkdirSync(join(folder, 'web'));
    const source = (name: string, web: string) =>
      `export default { name: '${name}', nodes: [], browserFiles: new URL('./${web}', import.meta.url) };`;
    const paths = [
      pack('a.mjs', source('a', 'web')),
      pack('b.mjs', source('b', 'none')),
      pack('c.mjs', source('c/d', 'web')),
    ];
    const faults: string[] = [];
    const { browserFolders } = await loadPacks(paths, { onFault: (sentence) => faults.push(sentence) });
    assert.deepEqual(browserFolders, [{ pack: 'a', folder: join(folder, 'web') }]);
    assert.match(
      faults[0] ?? '',
      /b\.mjs: expected a pack that loads, got browserFiles .*, where no folder is/,
    );
    assert.match(faults[1] ?? '', /c\.mjs: .* a name "c\/d", which no address can have/);
  });
});
