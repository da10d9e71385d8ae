import assert from 'node:assert/strict';
import { curvesSvg, reportPage } from '../../../method/evaluation/report-page.ts';
import { allRows } from '../../../method/evaluation/rows.ts';
import { summarise } from '../../../method/evaluation/summary.ts';
import { picturesOfRow } from '../../support/scored-pictures.ts';

const summary = summarise(
  picturesOfRow('full', (j) => ({ clip_t: 0.3, id_i: 0.1 * j })),
  {
    benchmark: '<Bench> & "more"',
    presets: {},
    missing: { clip_i_mean: 'no <weights>' },
    rows: allRows(0.6),
  },
);

describe('reportPage', () => {
  const picture = { title: 'fox & owl', url: 'data:image/jpeg;base64,AAAA' };
  const page = reportPage(summary, { facts: ['one'], worst: [picture], strips: [], grids: [picture] });

  it('is one page that loads nothing', () => {
    assert.match(page, /^<!doctype html>/);
    assert.doesNotMatch(page, /(src|href)="(?!data:)/);
    assert.doesNotMatch(page, /<script|url\(|@import/);
  });

  it('escapes every text', () => {
    assert.match(page, /&lt;Bench&gt; &amp; &quot;more&quot;/);
    assert.match(page, /no &lt;weights&gt;/);
    assert.match(page, /alt="fox &amp; owl"/);
  });

  it('closes what it opens', () => {
    for (const tag of ['table', 'ul', 'figure', 'h2', 'tr', 'details'])
      assert.equal(page.split(`<${tag}`).length, page.split(`</${tag}>`).length, tag);
  });
});

describe('curvesSvg', () => {
  it('draws each curve within its frame, flat ones too', () => {
    const point = (lambda: number, mean: number) => ({ lambda, mean, low: mean, high: mean, subjects: 9 });
    const flat = {
      metric: 'clip_t',
      points: [point(0, 0.3), point(1.2, 0.3)],
      spearman: 0,
      monotone: 1,
    } as const;
    const svg = curvesSvg([flat, { ...flat, metric: 'id_i' }]);
    assert.match(svg, /viewBox="0 0 680 240"/);
    assert.doesNotMatch(svg, /NaN|Infinity/);
    assert.equal(svg.split('<polyline').length, 3);
  });
});
