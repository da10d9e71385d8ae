import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { openConcept, saveConcept, type Concept } from '../../../method/elite/concept-file.ts';
import {
  conceptFolder,
  importConcept,
  listConcepts,
  removeConcept,
  renameConcept,
  restoreConcept,
} from '../../../method/elite/concept-library.ts';
import { thumbnailOf } from '../../../method/image/thumbnail.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

const concept = (seed = 1, mappers = { global: 'g', local: 'l' }): Concept => ({
  words: gaussianNoise(seed, [1, 1, 6]),
  patches: gaussianNoise(seed + 1, [1, 4, 6]),
  mask: filled([1, 4, 1], 1),
  mappers,
});
const file = (name: string): string => `${name}.elite.safetensors`;

describe('the library of concepts', () => {
  it('lists what was kept, whose it is, and which bundles it is of', async () => {
    const [own, shipped] = [temporaryFolder(), temporaryFolder()];
    const bundle = await BundleFolder.open(await writeTinyBundle(shipped));
    const mappers = {
      global: (await bundle.weights('global_mapper')).key,
      local: (await bundle.weights('local_mapper')).key,
    };
    const picture = thumbnailOf(filled([1, 8, 8, 3], 0.5));
    await saveConcept(conceptFolder(shipped), 'sample', concept(1, mappers), { thumbnail: picture });
    await saveConcept(conceptFolder(own), 'mine', concept(3));
    await saveConcept(conceptFolder(own), 'half', concept(3, { ...mappers, local: 'another' }));
    writeFileSync(join(conceptFolder(own), file('web')), '<!doctype html>');
    const listed = await listConcepts([own, shipped]);
    assert.deepEqual(
      listed.map(({ name, isOwn, hasThumbnail, bundles }) => [name, isOwn, hasThumbnail, bundles]),
      [
        ['half', true, false, []],
        ['mine', true, false, []],
        ['sample', false, true, ['tiny']],
        ['web', true, false, []],
      ],
    );
    assert.deepEqual(
      listed.map(({ fault }) => fault === ''),
      [true, true, true, false],
    );
    assert.match(listed[3]?.fault ?? '', /web\.elite\.safetensors: expected /);
    assert.ok(listed.every(({ bytes, changed }) => bytes > 0 && changed > 1e12));
    assert.deepEqual(await listConcepts([join(own, 'nowhere')]), []);
  });

  it('takes in a sound file under a name, with a number where another has it', async () => {
    const [from, to] = [temporaryFolder(), conceptFolder(temporaryFolder())];
    const bytes = async (seed: number) => {
      const name = await saveConcept(from, `from ${seed}`, concept(seed));
      return readFileSync(join(from, name));
    };
    const names = [];
    for (const seed of [1, 5, 1]) names.push(await importConcept([to], 'dog', await bytes(seed)));
    assert.deepEqual(names, [file('dog'), file('dog-2'), file('dog')]);
    assert.deepEqual(await openConcept(join(to, file('dog-2'))), concept(5));
    assert.deepEqual(readdirSync(to).sort(), [file('dog-2'), file('dog')].sort());
  });

  it('refuses what is no concept by the name that it was given, and leaves nothing behind', async () => {
    const to = conceptFolder(temporaryFolder());
    await saveConcept(to, 'whole', concept());
    const whole = readFileSync(join(to, file('whole')));
    for (const [bytes, sentence] of [
      [Buffer.from('<!doctype html>'), /^CheckpointError: dog: expected /],
      [Buffer.alloc(0), /^CheckpointError: dog: expected /],
      [whole.subarray(0, -4), /^CheckpointError: dog: expected .*truncated/],
    ] as const)
      await assert.rejects(importConcept([to], 'dog', bytes), sentence);
    await assert.rejects(importConcept([to], '../dog', whole), /^Error: name: expected no /);
    const large = { height: 600, width: 1, pixels: new Uint8Array(1800) };
    await saveConcept(to, 'whole', concept(7), { thumbnail: large });
    const bytes = readFileSync(join(to, file('whole-2')));
    await assert.rejects(
      importConcept([to], 'dog', bytes),
      /^CheckpointError: thumbnail: expected bytes of at most 512 × 512 pixels, got U8 \[600, 1, 3\]$/,
    );
    assert.deepEqual(readdirSync(to).sort(), [file('whole-2'), file('whole')].sort());
    writeFileSync(join(to, 'file'), '');
    await assert.rejects(
      importConcept([join(to, 'file')], 'dog', whole),
      /^Error: .*file: expected a folder that concepts can be written to, got E/,
    );
  });

  it('lets nothing take the name of a concept that ships, but for the same one', async () => {
    const [own, shipped] = [temporaryFolder(), temporaryFolder()];
    for (const seed of [1, 5]) await saveConcept(shipped, seed === 1 ? 'sample' : 'other', concept(seed));
    const [same, another] = ['sample', 'other'].map((name) => readFileSync(join(shipped, file(name))));
    assert.ok(same && another);
    assert.equal(await importConcept([own, shipped], 'sample', another), file('sample-2'));
    assert.equal(await importConcept([own, shipped], 'sample', same), file('sample'));
    assert.equal(await saveConcept(own, 'other', concept(9), { others: [shipped] }), file('other-2'));
    await assert.rejects(
      renameConcept([own, shipped], file('sample-2'), 'other'),
      /^Error: name: expected one that is free, got "other", which another concept has$/,
    );
  });

  it('gives a concept another name, which must be free', async () => {
    const own = temporaryFolder();
    for (const [name, seed] of [
      ['dog', 1],
      ['cat', 5],
    ] as const)
      await saveConcept(own, name, concept(seed));
    assert.equal(await renameConcept([own], file('dog'), 'rex'), file('rex'));
    assert.deepEqual(await openConcept(join(own, file('rex'))), concept(1));
    assert.equal(await renameConcept([own], file('rex'), 'rex'), file('rex'));
    await assert.rejects(
      renameConcept([own], file('rex'), 'cat'),
      /^Error: name: expected one that is free, got "cat", which another concept has$/,
    );
    await assert.rejects(renameConcept([own], file('rex'), 'a/b'), /^Error: name: expected no /);
    assert.deepEqual(readdirSync(own).sort(), [file('cat'), file('rex')]);
    assert.deepEqual(await openConcept(join(own, file('cat'))), concept(5));
  });

  it('takes a concept of the user’s own away, damaged or not, and gives it back as it was', async () => {
    const own = temporaryFolder();
    await saveConcept(own, 'dog', concept());
    writeFileSync(join(own, file(`${'long '.repeat(14)}web`)), '<!doctype html>');
    for (const name of readdirSync(own)) {
      const bytes = readFileSync(join(own, name));
      const token = await removeConcept(own, name);
      assert.ok(!existsSync(join(own, name)));
      await saveConcept(own, 'another', concept(9)); // which clears away what was left long ago
      assert.equal(await restoreConcept(own, token), name);
      assert.ok(bytes.equals(readFileSync(join(own, name))));
      await assert.rejects(
        restoreConcept(own, token),
        /^Error: token: expected that of a concept that was deleted within the hour, got another$/,
      );
    }
    for (const name of [file('cat'), '../dog', '', `${own}/x`])
      await assert.rejects(
        removeConcept(own, name),
        /^Error: concept: expected one of the user's own \(those that ship stay\), got "/,
      );
    for (const token of ['../x', '.0123456789abcdef...part', file('dog'), ''])
      await assert.rejects(restoreConcept(own, token), /^Error: token: expected /);
  });

  it('does not give a concept back over another, and keeps it', async () => {
    const own = temporaryFolder();
    await saveConcept(own, 'dog', concept(1));
    const token = await removeConcept(own, file('dog'));
    await saveConcept(own, 'dog', concept(5));
    await assert.rejects(restoreConcept(own, token), /^Error: name: expected one that is free, got "dog"/);
    await renameConcept([own], file('dog'), 'cat');
    assert.equal(await restoreConcept(own, token), file('dog'));
    assert.deepEqual(await openConcept(join(own, file('dog'))), concept(1));
  });
});
