import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { EliteBundleLoader } from '../../../nodes/elite/elite-bundle-loader.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { runNode } from '../../support/run-node.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

describe('EliteBundleLoader', () => {
  const models = temporaryFolder();
  const context = nodeContext(nodeFolders('nowhere', { models: [models] }));

  it('gives every part of a bundle', async () => {
    await writeTinyBundle(models);
    const parts = await runNode(EliteBundleLoader, { bundle: 'tiny' }, context);
    assert.deepEqual(Object.keys(parts), Object.keys(EliteBundleLoader.outputs));
    assert.ok(Object.values(parts).every((part) => part !== undefined));
  });

  it('has a fingerprint that changes with bundle.json', async () => {
    const path = await writeTinyBundle(models, 'other');
    const print = () => EliteBundleLoader.fingerprint?.({ bundle: 'other' }, context.folders);
    const before = await print();
    assert.equal(await print(), before);
    appendFileSync(join(path, 'bundle.json'), '\n');
    assert.notEqual(await print(), before);
  });

  it('names the bundles that there are when it is asked for another', async () => {
    await assert.rejects(
      runNode(EliteBundleLoader, { bundle: 'x' }, context),
      /bundle "x": expected one of .*tiny/,
    );
  });
});
