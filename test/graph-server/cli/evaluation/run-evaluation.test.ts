import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../../../graph-server/cli/evaluation/compare-runs.ts';
import type { EvalOptions } from '../../../../graph-server/cli/evaluation/options.ts';
import type { Progress } from '../../../../graph-server/cli/evaluation/progress.ts';
import { UsageError } from '../../../../graph-server/cli/usage.ts';
import { runEvaluation } from '../../../../graph-server/cli/evaluation/run-evaluation.ts';
import { parseScores } from '../../../../method/evaluation/scores-csv.ts';
import { FakeDrawer, fakeParts, fakeScorer } from '../../../support/fake-eval-parts.ts';
import { smallSubjects, writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const silent: Progress = { step: () => undefined, say: () => undefined };

describe('runEvaluation', () => {
  const parent = temporaryFolder();
  let dataSet: string;
  before(() => {
    dataSet = writeSmallBenchmark(parent);
  });
  const options = (out: string, more: Partial<EvalOptions> = {}): EvalOptions => ({
    dataSet,
    out: join(parent, out),
    flags: {},
    json: false,
    seeds: [0, 1],
    sweep: [],
    ...more,
  });
  const run = (to: EvalOptions, drawer = new FakeDrawer(), scorer = fakeScorer(), signal?: AbortSignal) =>
    runEvaluation(to, silent, signal, () => Promise.resolve(fakeParts(drawer, scorer)));
  const json = (...path: string[]): Record<string, unknown> =>
    JSON.parse(readFileSync(join(parent, ...path), 'utf8')) as Record<string, unknown>;

  it('writes pictures, scores, summary, sheets, page and manifest', async () => {
    const said: string[] = [];
    const progress: Progress = { ...silent, say: (_, sentence) => said.push(sentence) };
    const rows = ['w0', 'full', 'real', 'truth', 'plain-w1'];
    const result = await runEvaluation(options('whole', { rows, sweep: [0, 0.6] }), progress, undefined, () =>
      Promise.resolve(fakeParts()),
    );
    const files = readdirSync(join(parent, 'whole')).sort();
    assert.deepEqual(files, [
      'gates',
      'grid-violin.png',
      'grid-wolf.png',
      'images',
      'lambda-violin.png',
      'lambda-wolf.png',
      'manifest.json',
      'pictures.jsonl',
      'report.html',
      'scores.csv',
      'summary.json',
      'summary.md',
      'worst-violin.png',
      'worst-wolf.png',
    ]);
    assert.ok(existsSync(join(parent, 'whole', 'images', 'full', 'wolf', 'place-beach', '1.png')));
    const scores = parseScores(readFileSync(join(parent, 'whole', 'scores.csv'), 'utf8'), 'scores.csv');
    assert.equal(scores.length, result.pictures);
    assert.equal(scores.filter(({ row }) => row === 'full').length, 8);
    assert.equal(scores.filter(({ row }) => row === 'truth').length, 2);
    assert.deepEqual(
      said[0],
      'row real is left out: one reference a subject: nothing is left when it is left out',
    );
    assert.deepEqual(json('whole', 'manifest.json')['leftOut'], {
      real: 'one reference a subject: nothing is left when it is left out',
    });
    assert.equal(result.summary.lambdaZeroEqual, true);
    assert.equal(json('whole', 'summary.json')['lambdaZeroEqual'], true);
  });

  it('carries the settings in each picture', () => {
    const png = readFileSync(
      join(parent, 'whole', 'images', 'full', 'wolf', 'place-beach', '1.png'),
      'latin1',
    );
    assert.match(
      png,
      /tEXtevaluation\0\{"row":"full","subject":"wolf","prompt":"place-beach","seed":1,"steps":3,/,
    );
  });

  it('draws a picture of two rows once, and nothing at all the second time', async () => {
    const drawer = new FakeDrawer();
    const twice = options('twice', { rows: ['w0', 'full'], sweep: [0, 0.6] });
    const first = await run(twice, drawer);
    assert.deepEqual([first.pictures, first.drawn], [32, 24]); // λ 0.6 is the full method
    const again = await run(twice, drawer);
    assert.deepEqual([again.pictures, again.drawn], [32, 0]);
    assert.equal(drawer.asked.length, 12);
  });

  it('goes on where it was stopped, and ends as if it had not been', async () => {
    const [drawer, abort] = [new FakeDrawer(), new AbortController()];
    drawer.before = () => {
      if (drawer.asked.length === 3) abort.abort();
    };
    const stopped = options('stopped', { rows: ['w0', 'full'] });
    await assert.rejects(run(stopped, drawer, fakeScorer(), abort.signal), { name: 'AbortError' });
    writeFileSync(join(parent, 'stopped', 'pictures.jsonl'), '{"run":"cut', { flag: 'a' });
    const rest = await run(stopped);
    assert.deepEqual([rest.pictures, rest.drawn], [16, 10]);
    await run(options('unstopped', { rows: ['w0', 'full'] }));
    const found = await compareRuns(join(parent, 'stopped'), join(parent, 'unstopped'), join(parent, 'cmp'));
    assert.equal(found.verdict, 'identical');
  });

  it('draws again what is lost or was made otherwise, and scores again for other judges', async () => {
    const to = options('again', { rows: ['full'] });
    await run(to);
    rmSync(join(parent, 'again', 'images', 'full', 'wolf', 'place-beach', '0.png'));
    assert.equal((await run(to)).drawn, 2); // the seeds of a prompt are drawn together
    assert.equal((await run(to, new FakeDrawer(), fakeScorer('other'))).drawn, 0);
    assert.equal((await run({ ...to, steps: 4 })).drawn, 8);
  });

  it('takes the settings of a baseline that the command line does not say', async () => {
    await run(options('base', { rows: ['w0'], steps: 7, subset: { subjects: 1, prompts: 1, seeds: 1 } }));
    const baseline = join(parent, 'base');
    const result = await run({ dataSet, out: join(parent, 'after'), flags: {}, json: false, baseline });
    assert.equal(result.pictures, 1);
    assert.equal((json('after', 'manifest.json')['settings'] as { steps: number }).steps, 7);
    assert.ok(result.summary.comparisons.some(({ against }) => against === 'baseline w0'));
  });

  it('draws as a preset says, which its settings spell out, and takes no steps beside it', async () => {
    const one = { rows: ['w0'], subset: { subjects: 1, prompts: 1, seeds: 1 } };
    await run(options('fast', { ...one, preset: 'fast' }));
    const { settings, arguments: said } = json('fast', 'manifest.json') as Record<
      string,
      Record<string, unknown>
    >;
    assert.equal(settings?.['sampler'], 'dpmpp_2m');
    assert.ok(settings['savings']);
    assert.deepEqual([said?.['preset'], said?.['steps']], ['fast', undefined]);
    await assert.rejects(run(options('both', { ...one, preset: 'fast', steps: 3 })), {
      message: '--preset: expected no --steps beside fast, got 3',
    });
  });

  it('shows as many photographs of each subject as it is told, and refuses more than there are', async () => {
    const { subjects, ...rest } = smallSubjects();
    const more = [{ photo: 'violin.png', mask: 'violin-mask.png' }];
    const several = writeSmallBenchmark(join(parent, 'several'), {
      ...rest,
      subjects: [{ ...subjects[0], more }, subjects[1]],
    });
    const drawer = new FakeDrawer();
    const subset = { subjects: 1, prompts: 1, seeds: 1 };
    const one = { dataSet: several, rows: ['full'], subset };
    await run(options('photos-1', one), drawer);
    const same = await run(options('photos-1', { ...one, photos: 1 }), drawer);
    assert.equal(same.drawn, 0); // one is what is shown where nothing is said
    await run(options('photos-2', { ...one, photos: 2 }), drawer);
    assert.deepEqual(
      drawer.asked.map(({ concept }) => concept.patches.dims),
      [
        [1, 4, 4],
        [1, 8, 4],
      ],
    );
    const settings = (out: string) => json(out, 'manifest.json')['settings'] as Record<string, unknown>;
    assert.deepEqual([settings('photos-1')['photos'], settings('photos-2')['photos']], [undefined, 2]);
    await assert.rejects(run(options('photos-3', { ...one, photos: 3 })), (error: Error) => {
      assert.equal(error.message, '--photos: expected at most 2, as subject wolf has so many, got 3');
      return error instanceof UsageError && !existsSync(join(parent, 'photos-3'));
    });
  });

  it('flags a picture that is not a number and counts it as 0', async () => {
    const drawer = new FakeDrawer();
    drawer.shift = NaN;
    const { summary } = await run(options('nan', { rows: ['full'] }), drawer);
    assert.deepEqual([summary.rows[0]?.failed, summary.rows[0]?.means.clip_t?.mean], [8, 0]);
  });

  it('refuses rows that it does not know', async () => {
    await assert.rejects(
      run(options('odd', { rows: ['wo'] })),
      /^Error: --rows: expected some of text-only, v, w0/,
    );
  });
});
