import assert from 'node:assert/strict';
import { allRows, sweepRow } from '../../../method/evaluation/rows.ts';
import { comparisonsTable, rowsTable, summaryMarkdown } from '../../../method/evaluation/summary-markdown.ts';
import { summarise } from '../../../method/evaluation/summary.ts';
import { picturesOfRow } from '../../support/scored-pictures.ts';

const values = (level: number) => (j: number) => ({ clip_t: 0.3, clip_i_max: 0.9, id_i: level + 0.01 * j });
const pictures = [
  ...picturesOfRow('full', values(0.5), { subjects: 3 }),
  ...picturesOfRow('w0', values(0.4), { subjects: 3 }),
  ...picturesOfRow('lambda-0', values(0.4), { subjects: 3 }),
  ...picturesOfRow('lambda-1', values(0.6), { subjects: 3 }),
];
const summary = summarise(pictures, {
  benchmark: 'Mini|Bench',
  presets: { clip_t: 'tiny-clip', id_i: 'tiny-id' },
  missing: { dino_i_mean: 'no weights' },
  rows: [...allRows(0.6), sweepRow(0), sweepRow(1)],
});

describe('summaryMarkdown', () => {
  const text = summaryMarkdown(summary, ['Bundle tiny.']);

  it('says what was run, by whom it was judged, and what is missing', () => {
    assert.match(text, /^# Mini\|Bench: evaluation\n\n- Bundle tiny\.\n/);
    assert.match(text, /CLIP-T: tiny-clip, ID-I: tiny-id/);
    assert.match(text, /The CLIP judge is \*\*biased\*\*/);
    assert.match(text, /- DINO-I is empty: no weights\./);
    assert.match(text, /fewer than 8 subjects: intervals are indicative/);
  });

  it('has the tables of rows, patterns, sweep, differences, kinds and subjects', () => {
    for (const part of ['| row |', '| pattern |', '| λ |', '| row | against |', '| kind |', '| subject |'])
      assert.ok(text.includes(part), part);
    assert.match(text, /Knee: λ 1/);
  });

  it('has tables whose lines are as long as their headers', () => {
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    for (const line of lines) assert.ok(line.endsWith('|'));
    for (const table of [rowsTable(summary), comparisonsTable(summary)])
      assert.ok(table.every((cells) => cells.length === table[0]?.length));
  });

  it('does not repeat the maximum beside the mean', () => {
    assert.doesNotMatch(text, /CLIP-I max/);
  });
});
