import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import {
  evaluate,
  type Evaluation,
  type GroupDone,
} from '../../../../graph-server/cli/evaluation/evaluate.ts';
import { RunFolder } from '../../../../graph-server/cli/evaluation/run-folder.ts';
import type { ScoredGroup } from '../../../../graph-server/cli/evaluation/scorer.ts';
import type { Group } from '../../../../method/evaluation/plan.ts';
import { allRows } from '../../../../method/evaluation/rows.ts';
import { FakeDrawer, fakeScorer } from '../../../support/fake-eval-parts.ts';
import { smallSubjects, writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('evaluate', () => {
  const parent = temporaryFolder();
  let seen: ScoredGroup[];
  const drawer = new FakeDrawer();

  const evaluation = async (): Promise<Evaluation> => {
    const small = smallSubjects();
    const [wolf, violin] = small.subjects;
    const subjects = [{ ...wolf, references: ['wolf.png', 'violin.png'] }, violin];
    const scorer = fakeScorer();
    return {
      data: await openDataFolder(writeSmallBenchmark(parent, { ...small, subjects })),
      folder: await RunFolder.open(join(parent, 'run')),
      drawer,
      scorer: {
        ...scorer,
        score: (pictures, group) => {
          seen.push(group);
          return scorer.score(pictures, group);
        },
      },
      run: 'r',
      settings: { steps: 2 },
      seeds: [5, 6],
      copies: 'full',
      photos: new Map([['wolf', 'hash']]),
      photoCount: 1,
    };
  };
  const made = async (row: string, prompt: string, seeds: readonly number[]): Promise<GroupDone> => {
    const about = await evaluation();
    const [subject] = about.data.subjects;
    const asked = about.data.prompts.find(({ id }) => id === prompt);
    const found = allRows(0.6).find(({ id }) => id === row);
    if (!subject || !found) throw new Error('the test: expected a subject and a row, got none');
    const group: Group = {
      row: found,
      subject,
      prompt: asked ?? { id: prompt, kind: prompt, text: '', asks: {} },
      seeds,
    };
    for await (const done of evaluate(about, [group])) return done;
    throw new Error('evaluate: expected one group, got none');
  };
  /** Other judges have looked at what is there. */
  const rewriteAsJudgedBefore = (): void => {
    const journal = join(parent, 'run', 'pictures.jsonl');
    const text = readFileSync(journal, 'utf8');
    writeFileSync(journal, text.replaceAll(/"judged":"\w+"/g, '"judged":"before"'));
  };
  beforeEach(() => {
    seen = [];
  });

  it('draws a group at once and scores it by the category word', async () => {
    const { drawn, pictures } = await made('full', 'colour-red', [5, 6]);
    assert.equal(drawn, 2);
    assert.deepEqual(drawer.asked.at(-1)?.seeds, [5, 6]);
    assert.deepEqual(seen[0]?.copies, true);
    assert.deepEqual(
      pictures.map(({ row, seed, scoredText, lambda, idx, kind }) => [
        row,
        seed,
        scoredText,
        lambda,
        idx,
        kind,
      ]),
      [5, 6].map((seed) => ['full', seed, 'a red animal', 0.6, [2], 'colour']),
    );
  });

  it('watches the gate where copies are looked for, and draws again where its map is gone', async () => {
    const isWatched = (): boolean => drawer.asked.at(-1)?.watchesGate ?? false;
    const maps = (): number[][] | undefined =>
      seen.at(-1)?.gates?.map((gate) => Array.from(gate, (r) => Math.round(255 * r)));
    await made('full', 'colour-red', [5, 6]);
    await made('no-gate', 'colour-red', [5, 6]);
    assert.equal(isWatched(), false);
    rmSync(join(parent, 'run', 'pictures.jsonl'));
    assert.equal((await made('full', 'colour-red', [5, 6])).drawn, 2);
    assert.equal(isWatched(), true);
    const expected = [new Array<number>(4).fill(127), new Array<number>(4).fill(153)];
    assert.deepEqual(maps(), expected);
    rewriteAsJudgedBefore();
    assert.equal((await made('full', 'colour-red', [5, 6])).drawn, 0);
    assert.deepEqual(maps(), expected, 'read from its file');
    rewriteAsJudgedBefore();
    rmSync(join(parent, 'run', 'gates'), { recursive: true });
    assert.equal((await made('full', 'colour-red', [5, 6])).drawn, 2);
  });

  it('shows each reference to the judges against the others, without a text', async () => {
    const { pictures } = await made('real', 'real', [0, 1]);
    assert.deepEqual(
      seen.map(({ scoredText, withoutReference }) => [scoredText, withoutReference]),
      [
        ['', 0],
        ['', 1],
      ],
    );
    assert.notEqual(pictures[0]?.pixels, pictures[1]?.pixels);
  });

  it('keeps a drawing that subjects of one category share for each of them', async () => {
    const about = await evaluation();
    const [row] = allRows(0.6).filter(({ id }) => id === 'text-only');
    const [prompt] = about.data.prompts;
    assert.ok(row && prompt);
    const groups = about.data.subjects.map((one): Group => {
      return { row, prompt, subject: { ...one, category: 'thing' }, seeds: [5, 6] };
    });
    const drawn = [];
    for await (const group of evaluate(about, groups)) drawn.push(group.drawn);
    assert.deepEqual(drawn, [2, 0]);
    for (const { subject } of groups)
      for (const seed of [5, 6]) {
        const name = { row: row.id, subject: subject.id, prompt: prompt.id, seed };
        assert.ok(existsSync(about.folder.picturePath(name)), `${subject.id} ${seed}`);
      }
  });

  it('takes one true render a seed, which is not compared with itself', async () => {
    const { pictures } = await made('truth', 'place-beach', [5, 6]);
    assert.deepEqual(
      seen.map(({ withoutTruth, copies }) => [withoutTruth, copies]),
      [[[0, 1], false]],
    );
    assert.equal(pictures.length, 2);
    assert.equal(pictures[0]?.seconds, undefined);
  });
});
