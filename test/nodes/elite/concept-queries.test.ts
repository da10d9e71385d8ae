import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { saveConcept } from '../../../method/elite/concept-file.ts';
import { conceptFolder } from '../../../method/elite/concept-library.ts';
import { thumbnailOf } from '../../../method/image/thumbnail.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { conceptActions, conceptQueries } from '../../../nodes/elite/concept-queries.ts';
import { nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const file = (name: string): string => `${name}.elite.safetensors`;

describe('what is asked of concepts and done with them under /elite/', () => {
  const [own, shipped] = [temporaryFolder(), temporaryFolder()];
  const folders = nodeFolders('nowhere', { models: [own, shipped] });
  const asked = (name: keyof typeof conceptQueries, body: object = {}): Promise<unknown> =>
    Promise.resolve(conceptQueries[name]({ ...body }, folders));
  const done = (name: keyof typeof conceptActions, body: object): Promise<unknown> =>
    Promise.resolve(conceptActions[name]({ ...body }, folders));
  const names = async (): Promise<string[]> => {
    const { concepts } = (await asked('concepts')) as { concepts: { name: string }[] };
    return concepts.map(({ name }) => name);
  };

  before(async () => {
    const concept = (seed: number) => ({
      words: gaussianNoise(seed, [1, 1, 6]),
      patches: gaussianNoise(seed + 1, [1, 4, 6]),
      mask: filled([1, 4, 1], 1),
      mappers: { global: 'g', local: 'l' },
    });
    await saveConcept(conceptFolder(shipped), 'sample', concept(1), {
      thumbnail: thumbnailOf(filled([1, 8, 8, 3], 1)),
    });
    await saveConcept(conceptFolder(own), 'dog', concept(5));
  });

  it('are the list, a picture and a file', async () => {
    assert.deepEqual(await names(), ['dog', 'sample']);
    const png = await asked('concept-picture', { concept: file('sample') });
    assert.ok(png instanceof Uint8Array);
    const { format, width, height } = await sharp(png).metadata();
    assert.deepEqual([format, width, height], ['png', 128, 128]);
    assert.deepEqual(
      await asked('concept-file', { concept: file('sample') }),
      readFileSync(join(conceptFolder(shipped), file('sample'))),
    );
  });

  it('rename, take away, give back, and take in', async () => {
    assert.deepEqual(await done('rename-concept', { concept: file('dog'), name: 'rex' }), {
      file: file('rex'),
    });
    const content = (await asked('concept-file', { concept: file('rex') })) as Buffer;
    const { token } = (await done('remove-concept', { concept: file('rex') })) as { token: string };
    assert.deepEqual(await names(), ['sample']);
    assert.deepEqual(await done('restore-concept', { token }), { file: file('rex') });
    await done('remove-concept', { concept: file('rex') });
    const taken = { name: 'dog', content: content.toString('base64') };
    assert.deepEqual(await done('import-concept', taken), { file: file('dog') });
    assert.deepEqual(await names(), ['dog', 'sample']);
  });

  it('refuse, in a sentence, what is not there, what ships, and members that are missing', async () => {
    await assert.rejects(
      asked('concept-picture', { concept: file('dog') }),
      /^Error: concept: expected one with a picture, got dog\.elite\.safetensors$/,
    );
    for (const name of ['concept-picture', 'concept-file'] as const) {
      await assert.rejects(
        asked(name, { concept: '../x' }),
        /^Error: concept "\.\.\/x": expected one of dog/,
      );
      await assert.rejects(asked(name), /^Error: concept: expected a text, got none$/);
    }
    for (const name of ['rename-concept', 'remove-concept'] as const)
      await assert.rejects(
        done(name, { concept: file('sample'), name: 'other' }),
        /^Error: concept: expected one of the user's own \(those that ship stay\), got "sample\.elite\.safetensors"$/,
      );
    await assert.rejects(
      done('import-concept', { name: 'x', content: 3 }),
      /^Error: content: expected a text, got number$/,
    );
    await assert.rejects(
      done('import-concept', { name: 'x', content: '' }),
      /^CheckpointError: x: expected /,
    );
  });
});
