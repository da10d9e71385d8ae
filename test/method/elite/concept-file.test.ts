import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../../../method/checkpoint/write-safetensors.ts';
import {
  conceptFiles,
  conceptHash,
  openConcept,
  refuseOtherMappers,
  saveConcept,
  type Concept,
} from '../../../method/elite/concept-file.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const concept = (seed = 1): Concept => ({
  words: gaussianNoise(seed, [1, 1, 6]),
  patches: gaussianNoise(seed + 1, [1, 4, 6]),
  mask: filled([1, 4, 1], 1),
  mappers: { global: 'g', local: 'l' },
});

describe('concept files', () => {
  const folder = temporaryFolder();

  it('give back, bit for bit, what was saved', async () => {
    const name = await saveConcept(folder, 'my dog', concept());
    assert.equal(name, 'my dog.elite.safetensors');
    assert.deepEqual(await openConcept(join(folder, name)), concept());
  });

  it('are never changed: another concept of that name gets a number, the same one none', async () => {
    const at = join(folder, 'numbers');
    mkdirSync(at);
    const names = [];
    for (const seed of [1, 1, 5, 9, 5, 1]) names.push(await saveConcept(at, 'dog', concept(seed)));
    assert.deepEqual(
      names.map((name) => name.replace('.elite.safetensors', '')),
      ['dog', 'dog', 'dog-2', 'dog-3', 'dog-2', 'dog'],
    );
    assert.deepEqual(readdirSync(at).sort(), [...new Set(names)].sort());
    assert.deepEqual(await openConcept(join(at, 'dog-2.elite.safetensors')), concept(5));
  });

  it('refuse a name that is none, and a folder that cannot be written', async () => {
    await assert.rejects(
      saveConcept(folder, '../up', concept()),
      /^Error: name: expected no .*, got "\.\.\/up"$/,
    );
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(
      saveConcept(join(folder, 'file'), 'dog', concept()),
      /^Error: .*file: expected a folder that concepts can be written to, got E/,
    );
  });

  it('are written beside whatever has their name', async () => {
    const at = join(folder, 'beside');
    mkdirSync(join(at, 'dog.elite.safetensors'), { recursive: true });
    symlinkSync(join(at, 'nowhere'), join(at, 'dog-2.elite.safetensors'));
    assert.equal(await saveConcept(at, 'dog', concept()), 'dog-3.elite.safetensors');
    assert.deepEqual([...(await conceptFiles([at])).keys()], ['dog-3.elite.safetensors']);
  });

  it('are listed by name, the first folder before the second, without what is half written', async () => {
    const [own, shipped] = [join(folder, 'own'), join(folder, 'shipped')];
    await saveConcept(own, 'b', concept(1));
    await saveConcept(shipped, 'b', concept(2));
    await saveConcept(shipped, 'a', concept(3));
    writeFileSync(join(own, '.c.elite.safetensors'), '');
    writeFileSync(join(own, 'notes.txt'), '');
    assert.deepEqual(
      [...(await conceptFiles([own, shipped, join(folder, 'nowhere')]))],
      [
        ['a.elite.safetensors', join(shipped, 'a.elite.safetensors')],
        ['b.elite.safetensors', join(own, 'b.elite.safetensors')],
      ],
    );
  });

  describe('refuse, in a sentence,', () => {
    const about = { format: 'elite-concept-1', global_mapper: 'g', local_mapper: 'l' };
    const { words, patches, mask } = concept();
    /** A file with these tensors and metadata. */
    const file = async (name: string, tensors: Record<string, Concept['words']>, metadata = about) => {
      const path = join(folder, `${name}.elite.safetensors`);
      const stored = Object.entries(tensors).map(([key, { dims }]) => ({ key, dtype: 'F32' as const, dims }));
      const bytes = Object.values(tensors).map(({ data }) => new Uint8Array(data.buffer));
      await writeSafetensors(path, stored, bytes, metadata);
      return path;
    };

    it('other safetensors files', async () => {
      await assert.rejects(
        openConcept(await file('lora', { words, patches, mask }, { ...about, format: 'pt' })),
        /^CheckpointError: lora\.elite\.safetensors: expected a concept file \(elite-concept-1\), got "pt"$/,
      );
    });

    it('patches that do not fit words or mask', async () => {
      await assert.rejects(
        openConcept(await file('narrow', { words, patches: gaussianNoise(1, [1, 4, 5]), mask })),
        /^CheckpointError: narrow\.elite\.safetensors, patches: expected \[1, -1, 6\], the checkpoint has \[1, 4, 5\]$/,
      );
      await assert.rejects(
        openConcept(await file('bare', { words, patches })),
        /^CheckpointError: bare\.elite\.safetensors, mask: expected \[1, 4, 1\], the checkpoint has no such key$/,
      );
    });

    it('tensors without numbers, and masks of grey', async () => {
      const none = { dims: [1, 0, 6], data: new Float32Array() };
      await assert.rejects(
        openConcept(await file('none', { words: none, patches, mask })),
        /^CheckpointError: none\.elite\.safetensors, words: expected numbers, got \[1, 0, 6\]$/,
      );
      await assert.rejects(
        openConcept(await file('grey', { words, patches, mask: filled([1, 4, 1], 0.5) })),
        /^CheckpointError: grey\.elite\.safetensors, mask: expected 0 and 1, got 0\.5$/,
      );
    });

    it('without repeating all of a long text', async () => {
      const path = await file('long', { words, patches, mask }, { ...about, format: 'x'.repeat(99_999) });
      await assert.rejects(openConcept(path), ({ message }: Error) => message.length < 200);
      const mappers = { global: 'x'.repeat(99_999), local: 'l' };
      assert.throws(
        () => refuseOtherMappers('dog', { ...concept(), mappers }, { global: 'g', local: 'l' }),
        ({ message }: Error) => message.length < 300,
      );
    });

    it('numbers that are none', async () => {
      const broken = filled([1, 4, 1], 1);
      broken.data[2] = NaN;
      await assert.rejects(
        openConcept(await file('nan', { words, patches, mask: broken })),
        /^CheckpointError: nan\.elite\.safetensors, mask: expected finite numbers, got NaN at 2$/,
      );
    });

    it('files that end early, and files that are far too large', async () => {
      const path = await file('cut', { words, patches, mask });
      truncateSync(path, readFileSync(path).length - 4);
      await assert.rejects(
        openConcept(path),
        /^CheckpointError: .*cut\.elite\.safetensors: expected .*truncated/,
      );
      truncateSync(path, 2 ** 27);
      for (const read of [openConcept, conceptHash])
        await assert.rejects(
          read(path),
          /^CheckpointError: cut\.elite\.safetensors: expected a concept of at most 67108864 bytes, got 134217728$/,
        );
    });

    it('what other mappers wrote', () => {
      refuseOtherMappers('dog', concept(), { global: 'g', local: 'l' });
      assert.throws(
        () => refuseOtherMappers('dog', concept(), { global: 'g', local: 'm' }),
        /^Error: dog: expected a concept of the local mapper m, got one of "l" \(choose the bundle that it was made with, or encode the photograph again\)$/,
      );
    });
  });
});
