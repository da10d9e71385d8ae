import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareRuns,
  EXIT_CODES,
  readScores,
  regressionSentences,
} from '../../../../graph-server/cli/evaluation/compare-runs.ts';
import { runEvaluation } from '../../../../graph-server/cli/evaluation/run-evaluation.ts';
import { FakeDrawer, fakeParts } from '../../../support/fake-eval-parts.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('compareRuns', () => {
  const parent = temporaryFolder();
  const silent = { step: () => undefined, say: () => undefined };

  /** A run whose pixels are brighter by a share. */
  const run = async (out: string, shift = 0, steps = 3): Promise<string> => {
    const drawer = new FakeDrawer();
    drawer.shift = shift;
    const dataSet = writeSmallBenchmark(parent);
    const options = {
      dataSet,
      out: join(parent, out),
      flags: {},
      json: false,
      rows: ['w0'],
      seeds: [0],
      sweep: [],
    };
    await runEvaluation({ ...options, steps }, silent, undefined, () => Promise.resolve(fakeParts(drawer)));
    return join(parent, out);
  };
  let base: string;
  before(async () => {
    base = await run('base');
  });
  const verdict = async (other: string, to: string) =>
    (await compareRuns(base, other, join(parent, to))).verdict;

  it('tells the verdicts apart', async () => {
    assert.equal(await verdict(await run('same'), 'r1'), 'identical');
    assert.equal(await verdict(await run('drifted', 2.2 / 255), 'r3'), 'drift');
    assert.equal(await verdict(await run('changed', 0.2), 'r4'), 'changed');
    assert.equal(await verdict(await run('other', 0, 4), 'r5'), 'not comparable');
  });

  it('writes what it found, and both pictures beside their difference where they differ', () => {
    const found = JSON.parse(readFileSync(join(parent, 'r4', 'regression.json'), 'utf8')) as {
      changed: object[];
    };
    assert.equal(found.changed.length, 4);
    assert.ok(existsSync(join(parent, 'r4', 'differences', 'w0', 'wolf', 'place-beach', '0.png')));
    assert.equal(existsSync(join(parent, 'r1', 'differences')), false);
  });

  it('names what is not comparable', async () => {
    const found = await compareRuns(base, join(parent, 'other'), join(parent, 'r6'));
    assert.deepEqual(regressionSentences(found), [
      'not comparable: 0 pictures compared, 0 of them not the same',
      'setting steps: expected 3, got 4',
    ]);
  });

  it('has exit code 0 for identical and equivalent alone', () => {
    const zero = Object.entries(EXIT_CODES).flatMap(([name, code]) => (code === 0 ? [name] : []));
    assert.deepEqual(zero, ['identical', 'equivalent']);
  });

  it('refuses folders without a finished run', async () => {
    await assert.rejects(readScores(parent), /expected a finished run, got a folder without scores\.csv$/);
    await assert.rejects(
      compareRuns(parent, base, join(parent, 'r7')),
      /without (manifest\.json|scores\.csv)$/,
    );
  });
});
