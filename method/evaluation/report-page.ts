import type { Curve } from './lambda-curve.ts';
import {
  comparisonsTable,
  kindsTable,
  METRIC_NAMES,
  patternsTable,
  presetSentence,
  rowsTable,
  subjectsTable,
  sweepSentences,
  sweepTable,
  type Table,
} from './summary-markdown.ts';
import type { Summary } from './summary.ts';

/** A picture of the page, as a data URL. */
export interface PagePicture {
  readonly title: string;
  readonly url: string;
}

/** What a page shows beside the numbers. */
interface PageContents {
  readonly facts: readonly string[];
  readonly worst: readonly PagePicture[];
  readonly strips: readonly PagePicture[];
  readonly grids: readonly PagePicture[];
}

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;max-width:1200px;margin:2rem auto;padding:0 1rem;color:#1c2230;background:#fff}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
th,td{padding:.3rem .6rem;border-bottom:1px solid #d8dce4;text-align:left;font-variant-numeric:tabular-nums}
th{background:#f3f5f9}.pass{color:#0a6b34;font-weight:600}.fail{color:#b3261e;font-weight:600}
img{max-width:100%;image-rendering:auto}figure{margin:1rem 0}figcaption{color:#525b6e}
@media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#14171f}th{background:#222735}th,td{border-color:#333a4a}.pass{color:#6fd39a}.fail{color:#ff8a80}figcaption{color:#a4adbf}}
`;

/** report.html: one page that needs no other file. */
export function reportPage(summary: Summary, { facts, worst, strips, grids }: PageContents): string {
  const full = summary.rows.find(({ id }) => id === 'full') ?? summary.rows[0];
  const missing = Object.entries(summary.missing) as [keyof typeof METRIC_NAMES, string][];
  const parts = [
    `<h1>${escaped(summary.benchmark)}: evaluation</h1>`,
    list(facts),
    `<p>Intervals: ${escaped(summary.interval)}; p-values are two-sided and corrected after Holm over the rows of a metric.</p>`,
    table(rowsTable(summary)),
    `<p>${escaped(presetSentence(summary).replaceAll('**', ''))}</p>`,
    list(missing.map(([metric, reason]) => `${METRIC_NAMES[metric]} is empty: ${reason}.`)),
    '<h2>Patterns of the paper</h2>',
    table(patternsTable(summary.patterns)),
    summary.sweep
      ? `<h2>λ sweep</h2>${curvesSvg(summary.sweep.curves)}${table(sweepTable(summary.sweep))}${list(sweepSentences(summary))}`
      : '',
    strips.length > 0 ? `<details><summary>λ strips</summary>${figures(strips)}</details>` : '',
    '<h2>Differences</h2>',
    table(comparisonsTable(summary)),
    full
      ? `<h2>By kind of prompt: ${escaped(full.title)}</h2>${table(kindsTable(summary, full))}<h2>By subject: ${escaped(full.title)}</h2>${table(subjectsTable(summary, full))}`
      : '',
    worst.length > 0 ? `<h2>The worst subjects</h2>${figures(worst)}` : '',
    grids.length > 0 ? `<h2>Every subject</h2>${figures(grids)}` : '',
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(summary.benchmark)}: evaluation</title><style>${STYLE}</style></head><body>\n${parts.filter(Boolean).join('\n')}\n</body></html>\n`;
}

/** Curves of metrics over λ with their bands, each on a scale of its own. */
export function curvesSvg(curves: readonly Curve[]): string {
  const [width, height, gap] = [340, 240, 44];
  const plots = curves.map(({ metric, points }, index) => {
    const [low, high] = [Math.min(...points.map((p) => p.low)), Math.max(...points.map((p) => p.high))];
    const last = points.at(-1)?.lambda ?? 1;
    const x = (lambda: number): number => gap + (lambda / (last || 1)) * (width - 2 * gap);
    const y = (value: number): number =>
      height - gap - ((value - low) / (high - low || 1)) * (height - 2 * gap);
    const place = (lambda: number, value: number): string => `${x(lambda).toFixed(1)},${y(value).toFixed(1)}`;
    const band = [
      ...points.map((p) => place(p.lambda, p.high)),
      ...[...points].reverse().map((p) => place(p.lambda, p.low)),
    ];
    return [
      `<g transform="translate(${index * width} 0)">`,
      `<text x="${gap}" y="22" font-weight="600">${METRIC_NAMES[metric]}</text>`,
      `<polygon points="${band.join(' ')}" fill="#4c7ef3" fill-opacity=".2"/>`,
      `<polyline points="${points.map((p) => place(p.lambda, p.mean)).join(' ')}" fill="none" stroke="#3566dd" stroke-width="2"/>`,
      ...points.map(
        (p) => `<circle cx="${x(p.lambda).toFixed(1)}" cy="${y(p.mean).toFixed(1)}" r="3" fill="#3566dd"/>`,
      ),
      ...points.map(
        (p) =>
          `<text x="${x(p.lambda).toFixed(1)}" y="${height - 16}" text-anchor="middle">${p.lambda}</text>`,
      ),
      `<text x="${gap - 6}" y="${y(high) + 4}" text-anchor="end">${high.toFixed(2)}</text>`,
      `<text x="${gap - 6}" y="${y(low) + 4}" text-anchor="end">${low.toFixed(2)}</text>`,
      '</g>',
    ].join('');
  });
  return `<svg viewBox="0 0 ${Math.max(1, curves.length) * width} ${height}" font-size="12" fill="currentColor" role="img" aria-label="metrics over λ">${plots.join('')}</svg>`;
}

function table([header = [], ...lines]: Table): string {
  if (lines.length === 0) return '';
  const row = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}${verdictClass(cell)}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${row(header, 'th')}</thead><tbody>${lines.map((line) => row(line, 'td')).join('')}</tbody></table>`;
}

const verdictClass = (cell: string): string => (cell === 'pass' || cell === 'fail' ? ` class="${cell}"` : '');

const list = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;

const figures = (pictures: readonly PagePicture[]): string =>
  pictures
    .map(
      ({ title, url }) =>
        `<figure><img loading="lazy" alt="${escaped(title)}" src="${url}"><figcaption>${escaped(title)}</figcaption></figure>`,
    )
    .join('\n');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
