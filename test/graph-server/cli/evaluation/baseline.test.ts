import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { updateBaseline } from '../../../../graph-server/cli/evaluation/baseline.ts';
import { compareRuns } from '../../../../graph-server/cli/evaluation/compare-runs.ts';
import { runEvaluation } from '../../../../graph-server/cli/evaluation/run-evaluation.ts';
import { fakeParts } from '../../../support/fake-eval-parts.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('updateBaseline', () => {
  const parent = temporaryFolder();
  const [run, to] = [join(parent, 'run'), join(parent, 'baseline')];
  before(async () => {
    const dataSet = writeSmallBenchmark(parent);
    const options = { dataSet, out: run, flags: {}, json: false, rows: ['w0'], seeds: [0], sweep: [] };
    const silent = { step: () => undefined, say: () => undefined };
    await runEvaluation(options, silent, undefined, () => Promise.resolve(fakeParts()));
  });
  const history = (): { who: string; why: string; when: string }[] =>
    (JSON.parse(readFileSync(join(to, 'baseline.json'), 'utf8')) as { history: [] }).history;

  it('copies a run and records who and why, after what was there', async () => {
    await updateBaseline(run, to, { why: 'the first', who: 'ada' });
    await updateBaseline(run, to, { why: 'a better sampler', who: 'bob' });
    assert.deepEqual(
      history().map(({ who, why }) => [who, why]),
      [
        ['ada', 'the first'],
        ['bob', 'a better sampler'],
      ],
    );
    assert.ok(!Number.isNaN(Date.parse(history()[0]?.when ?? '')));
    assert.equal((await compareRuns(to, run, join(parent, 'r'))).verdict, 'identical');
  });

  it('names the user of this computer when nobody is named', async () => {
    await updateBaseline(run, to, { why: 'again' });
    assert.ok((history().at(-1)?.who ?? '').length > 0);
  });

  it('leaves the baseline alone when the run is not finished or the history is not understood', async () => {
    await assert.rejects(updateBaseline(parent, to, { why: 'x' }), /expected the folder of a run/);
    assert.equal(history().length, 3);
    writeFileSync(join(to, 'baseline.json'), '[]');
    await assert.rejects(
      updateBaseline(run, to, { why: 'x' }),
      /expected the history of a baseline, got \[\]$/,
    );
  });
});
