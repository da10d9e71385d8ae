import assert from 'node:assert/strict';
import { evalOptions, rowsOf, SWEEP } from '../../../../graph-server/cli/evaluation/options.ts';

describe('evalOptions', () => {
  it('reads every flag', () => {
    const line =
      'set --out o --rows w0,full --sweep 0,0.5 --subset 4x5x1 --sweep-subset 2x2x1 --steps 25 --guidance 4.5 --lambda 0.7 --seeds 3,4 --batch 2 --photos 4 --copies all --text clip-b32/pil --picture dino-s16/clip --baseline b --bundle nano --data d --json';
    assert.deepEqual(evalOptions(line.split(' ')), {
      dataSet: 'set',
      out: 'o',
      flags: { data: 'd', bundle: 'nano' },
      json: true,
      rows: ['w0', 'full'],
      sweep: [0, 0.5],
      sweepSubset: { subjects: 2, prompts: 2, seeds: 1 },
      subset: { subjects: 4, prompts: 5, seeds: 1 },
      steps: 25,
      guidance: 4.5,
      lambda: 0.7,
      seeds: [3, 4],
      batch: 2,
      photos: 4,
      copies: 'all',
      text: 'clip-b32/pil',
      picture: 'dino-s16/clip',
      baseline: 'b',
    });
  });

  it('leaves open what was not said', () => {
    assert.deepEqual(evalOptions(['set']), { dataSet: 'set', out: 'eval-out', flags: {}, json: false });
    assert.deepEqual(evalOptions(['set', '--sweep', 'none']).sweep, []);
    assert.equal(evalOptions(['set', '--preset', 'fast']).preset, 'fast');
    assert.equal(evalOptions(['set', '--precision', 'int8']).precision, 'int8');
    assert.deepEqual(evalOptions(['set', '--threads', '3', '--model-memory', '2']).flags, {
      threads: '3',
      'model-memory': '2',
    });
  });

  it('refuses in a sentence, as a fault of the command line', () => {
    const cases: [string[], RegExp][] = [
      [[], /^Error: eval: expected the folder of one data set, got 0$/],
      [['a', 'b'], /got 2$/],
      [['a', '--steps', '0'], /^Error: --steps: expected a whole number from 1 to 1000, got "0"$/],
      [['a', '--sweep', '0,,1'], /^Error: --sweep: expected a number from 0 to 1\.5, got ""$/],
      [['a', '--seeds', '1.5'], /^Error: --seeds: expected a whole number from 0/],
      [['a', '--copies', 'some'], /^Error: --copies: expected one of none, full, all, got some$/],
      [['a', '--precision', 'int4'], /^Error: --precision: expected one of fp32, int8, got int4$/],
      [
        ['a', '--preset', 'slow'],
        /^Error: --preset: expected one of paper, balanced, fast, fastest, got slow$/,
      ],
      [['a', '--subset', '4x5'], /^Error: --subset: expected subjects x prompts x seeds/],
    ];
    for (const [args, sentence] of cases)
      assert.throws(
        () => evalOptions(args),
        (error: Error & { exitCode?: number }) => sentence.test(String(error)) && error.exitCode === 2,
      );
  });
});

describe('rowsOf', () => {
  it('has all rows of the protocol and the sweep in rising order', () => {
    const ids = rowsOf(undefined, { lambda: 0.6, sweep: [1.2, 0, 0] }).map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 5), ['text-only', 'v', 'w0', 'no-gate', 'full']);
    assert.deepEqual(ids.slice(-2), ['lambda-0', 'lambda-1.2']);
    assert.equal(SWEEP.length, 7);
  });

  it('names the rows there are when it gets another', () => {
    assert.throws(
      () => rowsOf(['x'], { lambda: 0.6, sweep: [] }),
      /--rows: expected some of text-only, .+, got x$/,
    );
  });
});
