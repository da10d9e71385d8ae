import assert from 'node:assert/strict';
import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFile, openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { smallSubjects, writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('openDataFolder', () => {
  const parent = temporaryFolder();
  const opened = (json: unknown) => openDataFolder(writeSmallBenchmark(parent, json));

  it('reads subjects and prompts, with what they do not say', async () => {
    const data = await opened(smallSubjects());
    assert.deepEqual([data.name, data.version, data.hash.length], ['Small', 1, 64]);
    assert.deepEqual(data.subjects[0]?.references, ['wolf.png']);
    assert.deepEqual(
      data.subjects.map(({ nearest }) => nearest),
      ['dog', 'guitar'],
    );
    assert.deepEqual(data.prompts[1]?.asks, { colour: 0 });
  });

  it('reads further photographs, which its hash is of and which must be there', async () => {
    const { subjects, ...rest } = smallSubjects();
    const more = [{ photo: 'violin.png', mask: 'violin-mask.png' }];
    const several = await opened({ ...rest, subjects: [{ ...subjects[0], more }, subjects[1]] });
    assert.deepEqual(
      several.subjects.map((subject) => subject.more),
      [more, undefined],
    );
    const missing = [{ photo: 'wolf-2.png', mask: 'violin-mask.png' }];
    await assert.rejects(
      opened({ ...rest, subjects: [{ ...subjects[0], more: missing }] }),
      /subject wolf: expected a file, got no wolf-2\.png$/,
    );
    const again = await opened({ ...rest, subjects: [{ ...subjects[0], more }] });
    copyFileSync(join(again.path, 'wolf.png'), join(again.path, 'violin.png'));
    assert.notEqual((await openDataFolder(again.path)).hash, again.hash);
  });

  it('has another hash when a photograph changes', async () => {
    const { hash, path } = await opened(smallSubjects());
    copyFileSync(join(path, 'violin.png'), join(path, 'wolf.png'));
    assert.notEqual((await openDataFolder(path)).hash, hash);
    assert.equal((await opened(smallSubjects())).hash, hash);
  });

  it('brings the prompts of DreamBench where they are named', async () => {
    const data = await opened({ ...smallSubjects(), prompts: 'dreambench' });
    assert.equal(data.prompts.length, 35);
    assert.ok(data.prompts.some(({ text }) => text === 'a S* wearing a red hat'));
  });

  it('says each fault in a sentence', async () => {
    const small = smallSubjects();
    const [wolf, violin] = small.subjects;
    const cases: [unknown, RegExp][] = [
      ['{', /subjects\.json: expected JSON, got /],
      [{ ...small, subjects: [] }, /subjects\.json, subjects: expected .+, got /],
      [{ ...small, version: '1' }, /subjects\.json, version: expected number, got "1"$/],
      [
        { ...small, subjects: [{ ...wolf, id: '../x' }] },
        /subjects\.0\.id: expected letters, digits, dots and hyphens/,
      ],
      [{ ...small, subjects: [wolf, wolf] }, /subjects: expected each id once, got wolf twice/],
      [
        { ...small, subjects: [{ ...wolf, photo: 'no.png' }, violin] },
        /subject wolf: expected a file, got no no\.png/,
      ],
      [
        { ...small, subjects: [{ ...wolf, mask: '/etc/hosts' }] },
        /subject wolf: expected a file inside the folder/,
      ],
      [{ ...small, truths: { 'wolf/x': ['t.png'] } }, /truths wolf\/x: expected a file, got no t\.png/],
      [
        { ...small, prompts: [{ id: 'p', kind: 'place', text: 'no subject' }] },
        /prompts: expected S\* in each, got "no subject" for p/,
      ],
      [
        { ...small, prompts: [{ id: 'p', kind: 'place', text: 'S*', for: ['live'] }] },
        /subjects: expected a prompt for each, got none for violin of kind thing/,
      ],
    ];
    for (const [json, sentence] of cases) await assert.rejects(opened(json), sentence);
  });

  it('says several faults at once, one a line', async () => {
    const small = smallSubjects();
    const faulty = {
      ...small,
      subjects: small.subjects.map((one) => ({ ...one, photo: 'none.png', id: 'same' })),
    };
    await assert.rejects(opened(faulty), (error: Error) => error.message.split('\n').length === 2);
  });

  it('names the file that a folder must have', async () => {
    await assert.rejects(openDataFolder(parent), /expected a data set, got a folder without subjects\.json$/);
  });

  it('opens no file that leads out of the folder', async () => {
    const data = await opened(smallSubjects());
    writeFileSync(join(parent, 'secret.png'), '');
    symlinkSync(join(parent, 'secret.png'), join(data.path, 'link.png'));
    await assert.rejects(dataFile(data, 'link.png'), /expected files inside its folder, got "link\.png"/);
    rmSync(join(data.path, 'link.png'));
    await assert.rejects(dataFile(data, 'gone.png'), /no such file/);
  });
});
