import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { parseScores } from '../../../method/evaluation/scores-csv.ts';
import { captured } from '../../support/captured.ts';
import { writeSmallBenchmark } from '../../support/small-benchmark.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('elite-graph eval', () => {
  const folder = temporaryFolder();
  let dataSet: string;
  before(() => {
    dataSet = writeSmallBenchmark(folder);
  });
  const run = (out: string, ...more: string[]) =>
    captured(() =>
      main([
        ...['eval', dataSet, '--out', join(folder, out), '--data', folder, '--json'],
        ...[
          '--rows',
          'w0,full',
          '--sweep',
          '0,0.6',
          '--seeds',
          '0',
          '--steps',
          '2',
          '--copies',
          'none',
          ...more,
        ],
      ]),
    );
  const events = (out: string): string[] =>
    out.split('\n').map((line) => (JSON.parse(line) as { event: string }).event);

  it('draws with the shipped bundle, and λ = 0 has the pixels of w0', async () => {
    const { result, out } = await run('a');
    assert.equal(result, 0);
    assert.deepEqual([events(out)[0], events(out).at(-1)], ['progress', 'done']);
    const scores = parseScores(readFileSync(join(folder, 'a', 'scores.csv'), 'utf8'), 'scores.csv');
    assert.equal(scores.length, 16);
    const of = (row: string) => scores.filter((p) => p.row === row).map(({ pixels }) => pixels);
    assert.deepEqual(of('lambda-0'), of('w0'));
    assert.deepEqual(of('lambda-0.6'), of('full'));
    assert.notDeepEqual(of('full'), of('w0'));
    assert.ok(scores.every(({ values }) => values.id_i !== undefined && values.clip_t !== undefined));
    assert.ok(existsSync(join(folder, 'a', 'report.html')));
  });

  it('draws nothing again, and is identical to its baseline', async () => {
    const why = ['--why', 'the first', '--by', 'ada'];
    const made = await captured(() =>
      main(['eval', 'baseline', join(folder, 'a'), '--to', join(folder, 'base'), ...why]),
    );
    assert.equal(made.result, 0);
    const { result, out } = await run('a', '--baseline', join(folder, 'base'));
    assert.equal(result, 0);
    assert.match(out, /16 pictures, 0 of them drawn now/);
    assert.match(out.split('\n').at(-1) ?? '', /"event":"regression","verdict":"identical"/);
    const compared = await captured(() =>
      main(['eval', 'compare', join(folder, 'base'), join(folder, 'a'), '--out', join(folder, 'c')]),
    );
    assert.deepEqual(
      [compared.result, compared.out],
      [0, 'identical: 16 pictures compared, 0 of them not the same'],
    );
  });

  it('ends with 5 for runs that cannot be compared', async () => {
    await run('b', '--rows', 'w0', '--sweep', 'none', '--guidance', '4');
    const { result, out } = await captured(() =>
      main(['eval', 'compare', join(folder, 'a'), join(folder, 'b'), '--out', join(folder, 'd')]),
    );
    assert.equal(result, 5);
    assert.match(out, /^setting guidance: expected 3, got 4$/m);
  });

  it('refuses command lines and folders in a sentence', async () => {
    const cases: [string[], number, RegExp][] = [
      [['eval'], 2, /^eval: expected the folder of one data set, got 0$/],
      [['eval', folder], 1, /expected a data set, got a folder without subjects\.json$/],
      [['eval', dataSet, '--bundle', 'none'], 1, /^bundle "none": expected one of /],
      [['eval', dataSet, '--text', 'x'], 2, /^--text: expected one of tiny-clip, /],
      [['eval', 'compare', 'a'], 2, /^eval compare: expected the folders of two runs, got 1$/],
      [['eval', 'baseline', 'a', '--to', 'b'], 2, /^eval baseline: expected RUN --to DIR --why TEXT/],
    ];
    for (const [args, code, sentence] of cases) {
      const { result, err } = await captured(() => main(args));
      assert.equal(result, code, args.join(' '));
      assert.match(err, sentence);
    }
  });
});
