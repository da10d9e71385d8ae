import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPacks } from '../../../graph-server/worker/load-packs.ts';
import { providePacksModule } from '../../../graph-server/worker/packs-module.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('providePacksModule', () => {
  const folder = temporaryFolder();

  it('lets a pack anywhere import elite-graph/nodes, the same copy for all, and nothing else', async () => {
    providePacksModule();
    mkdirSync(join(folder, 'deep'));
    const [good, bad, other] = ['deep/good.mjs', 'bad.mjs', 'other.mjs'].map((name) => join(folder, name));
    assert.ok(good !== undefined && bad !== undefined && other !== undefined);
    const source = (from: string) =>
      `import { defineNode, definePack } from '${from}';
       export { defineNode };
       export default definePack({ name: 'good', nodes: [] });`;
    writeFileSync(good, source('elite-graph/nodes'));
    writeFileSync(bad, source('elite-graph/others'));
    const faults: string[] = [];
    await loadPacks([good, bad], { onFault: (sentence) => faults.push(sentence) });
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /bad\.mjs: expected a pack that loads, got .*elite-graph/);
    writeFileSync(other, source('elite-graph/nodes'));
    const [one, two] = (await Promise.all([import(good), import(other)])) as { defineNode: unknown }[];
    assert.equal(typeof one?.defineNode, 'function');
    assert.equal(one?.defineNode, two?.defineNode);
  });
});
