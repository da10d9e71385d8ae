import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conceptFolder } from '../../../method/elite/concept-library.ts';
import { conceptNames, conceptPath } from '../../../nodes/elite/concept-choices.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('concept choices', () => {
  const data = temporaryFolder();
  const [own, shipped] = [join(data, 'models'), join(data, 'shipped')];
  const folders = nodeFolders(data, { models: [own, shipped] });

  it('tell how to get one where there is none', async () => {
    assert.deepEqual(await conceptNames(folders), []);
    await assert.rejects(
      conceptPath('dog', folders),
      /^Error: concept "dog": expected a file of models\/concepts, where there is none yet \(Save Concept writes them\)$/,
    );
  });

  it("are the user's files and what ships", async () => {
    for (const [models, name] of [
      [own, 'b'],
      [shipped, 'a'],
    ] as const) {
      mkdirSync(conceptFolder(models), { recursive: true });
      writeFileSync(join(conceptFolder(models), `${name}.elite.safetensors`), '');
    }
    assert.deepEqual(await conceptNames(folders), ['a.elite.safetensors', 'b.elite.safetensors']);
    assert.equal(
      await conceptPath('a.elite.safetensors', folders),
      join(shipped, 'concepts', 'a.elite.safetensors'),
    );
    await assert.rejects(
      conceptPath('../models/concepts/b.elite.safetensors', folders),
      /^Error: concept "\.\.\/models.*expected one of a\.elite\.safetensors, b\.elite\.safetensors, got/,
    );
  });
});
