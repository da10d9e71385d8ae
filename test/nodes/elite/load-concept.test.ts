import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveConcept } from '../../../method/elite/concept-file.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { conceptFolder } from '../../../method/elite/concept-library.ts';
import { LoadConcept } from '../../../nodes/elite/load-concept.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('LoadConcept', () => {
  const bundle = openedBundle();
  const folders = nodeFolders(temporaryFolder());
  const folder = conceptFolder(folders.models[0] ?? '');
  const [words, patches, mask] = [
    gaussianNoise(1, [1, 1, 24]),
    gaussianNoise(2, [1, 16, 24]),
    filled([1, 16, 1], 1),
  ];
  const load = async (concept: string): Promise<unknown> => {
    const { globalMapper: global_mapper, localMapper: local_mapper } = bundle();
    return LoadConcept.run({ concept, global_mapper, local_mapper }, nodeContext(folders));
  };
  const keep = (name: string, global: string): Promise<string> =>
    saveConcept(folder, name, { words, patches, mask, mappers: { global, local: bundle().localMapper.key } });

  it('gives the words and patches that were kept', async () => {
    const name = await keep('dog', bundle().globalMapper.key);
    assert.deepEqual(await LoadConcept.inputs['concept']?.choices?.(folders), [name]);
    assert.deepEqual(await load(name), { WORDS: words, PATCHES: { patches, mask } });
  });

  it('refuses what other mappers wrote', async () => {
    await assert.rejects(
      load(await keep('other', 'abc')),
      /^Error: other\.elite\.safetensors: expected a concept of the global mapper [0-9a-f]{32}, got one of "abc" \(/,
    );
  });

  it('runs anew when the file changes', async () => {
    const print = (concept?: string) =>
      LoadConcept.fingerprint?.(concept === undefined ? {} : { concept }, folders);
    const name = await keep('changed', 'abc');
    const before = await print(name);
    writeFileSync(join(folder, name), 'other bytes');
    assert.match(before ?? '', /^[0-9a-f]{64}$/);
    assert.notEqual(await print(name), before);
    assert.equal(await print(), '');
  });
});
