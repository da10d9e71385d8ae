import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openConcept } from '../../../method/elite/concept-file.ts';
import { listConcepts } from '../../../method/elite/concept-library.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { SaveConcept } from '../../../nodes/elite/save-concept.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { openedBundle } from '../../support/opened-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('SaveConcept', () => {
  const bundle = openedBundle();
  const folders = nodeFolders(temporaryFolder());
  const [words, patches, mask] = [
    gaussianNoise(1, [1, 1, 24]),
    gaussianNoise(2, [1, 16, 24]),
    filled([1, 16, 1], 1),
  ];
  const save = async (changes: object = {}): Promise<unknown> => {
    const { globalMapper: global_mapper, localMapper: local_mapper } = bundle();
    const inputs = { words, patches: { patches, mask }, global_mapper, local_mapper, name: 'my dog' };
    return SaveConcept.run({ ...inputs, ...changes }, nodeContext(folders));
  };

  it('keeps words, patches and which mappers wrote them, and tells where', async () => {
    assert.deepEqual(await save(), { ui: { text: ['saved as models/concepts/my dog.elite.safetensors'] } });
    const path = join(folders.models[0] ?? '', 'concepts', 'my dog.elite.safetensors');
    const mappers = { global: bundle().globalMapper.key, local: bundle().localMapper.key };
    assert.deepEqual(await openConcept(path), { words, patches, mask, mappers });
  });

  it('keeps a small picture of the photograph beside them, where it is given one', async () => {
    await save({ name: 'seen', photo: filled([1, 10, 20, 3], 1) });
    await save({ name: 'unseen' });
    const listed = await listConcepts(folders.models);
    assert.deepEqual(
      listed
        .filter(({ name }) => name.endsWith('seen'))
        .map(({ name, hasThumbnail }) => [name, hasThumbnail]),
      [
        ['seen', true],
        ['unseen', false],
      ],
    );
    await assert.rejects(
      save({ photo: filled([2, 4, 4, 3], 1) }),
      /^Error: photo: expected one picture, got 2$/,
    );
  });

  it('runs every time, since its file may have been taken away', async () => {
    assert.equal(await SaveConcept.fingerprint?.({}, folders), undefined);
  });

  it('refuses a name that is none when the graph is checked', async () => {
    const validate = (name: string) => SaveConcept.validate?.({ name }, folders, {});
    assert.match((await validate('a/b')) ?? '', /^name: expected no .*, got "a\/b"$/);
    assert.equal(await validate('dog'), undefined);
    assert.equal(await SaveConcept.validate?.({}, folders, {}), undefined);
  });

  it('refuses what was written of several photographs', async () => {
    await assert.rejects(
      save({ words: gaussianNoise(1, [2, 1, 24]) }),
      /^Error: words: expected those of one photograph, got those of 2$/,
    );
  });
});
