import assert from 'node:assert/strict';
import fc from 'fast-check';
import { METRICS, type ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { parseScores, scoresCsv } from '../../../method/evaluation/scores-csv.ts';
import { scoredPicture } from '../../support/scored-pictures.ts';

describe('scores.csv', () => {
  it('names the judge of each measured column', () => {
    const [header = ''] = scoresCsv([], { clip_t: 'clip-b32/pil' }).split('\n');
    const columns = header.split(',');
    assert.ok(columns.includes('clip_t@clip-b32/pil'));
    assert.ok(columns.includes('dino_i_mean'));
    assert.deepEqual(columns.slice(0, 9), [
      'run',
      'row',
      'subject',
      'prompt',
      'kind',
      'seed',
      'scored_text',
      'idx',
      'lambda',
    ]);
    assert.deepEqual(columns.slice(-5), ['hits', 'alarm', 'seconds', 'flags', 'pixels']);
  });

  it('reads what it wrote, whatever the texts', () => {
    const values = fc.record(
      Object.fromEntries(METRICS.map((m) => [m, fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1e6)])),
      { requiredKeys: [] },
    );
    const picture = fc.record({ scoredText: fc.string(), values, idx: fc.array(fc.nat(76)) });
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 5 }), (all) => {
        const pictures: ScoredPicture[] = all.map((about, seed) =>
          scoredPicture({
            ...about,
            seed,
            lambda: 0.6,
            alarm: seed > 1,
            seconds: 1.5,
            hits: { place: seed === 0 },
          }),
        );
        // -0 is written as 0
        const plain = (of: ScoredPicture[]): unknown => JSON.parse(JSON.stringify(of));
        assert.deepEqual(plain(parseScores(scoresCsv(pictures, { id_i: 'tiny-id' }), 'x')), plain(pictures));
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out what was not measured', () => {
    const [read] = parseScores(scoresCsv([scoredPicture()], {}), 'x');
    assert.deepEqual(read, scoredPicture());
  });

  it('refuses other files in a sentence', () => {
    assert.throws(() => parseScores('a,b\n', 's.csv'), /^Error: s\.csv: expected a column run, got a, b$/);
    const text = scoresCsv([scoredPicture()], {});
    assert.throws(
      () => parseScores(`${text}only,two\n`, 's.csv'),
      /^Error: s\.csv, line 3: expected \d+ cells, got 2$/,
    );
  });
});
