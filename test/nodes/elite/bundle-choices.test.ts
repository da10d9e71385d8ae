import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleChoices } from '../../../nodes/elite/bundle-choices.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('bundleChoices', () => {
  const models = temporaryFolder();

  it('offers the bundles that there are, the default first', async () => {
    for (const name of ['a', 'b', 'c']) {
      mkdirSync(join(models, name));
      if (name !== 'c') writeFileSync(join(models, name, 'bundle.json'), '{}');
    }
    const choices = (defaultBundle: string) =>
      bundleChoices(nodeContext(nodeFolders('nowhere', { models: [models], defaultBundle })).folders);
    assert.deepEqual(await choices('b'), ['b', 'a']);
    assert.deepEqual(await choices('elsewhere'), ['a', 'b']);
  });
});
