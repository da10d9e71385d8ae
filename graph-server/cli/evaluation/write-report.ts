import { withAlarms } from '../../../method/evaluation/alarms.ts';
import { grouped } from '../../../method/evaluation/grouped.ts';
import { reportPage, type PagePicture } from '../../../method/evaluation/report-page.ts';
import { sweptLambda, type Row } from '../../../method/evaluation/rows.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { scoresCsv } from '../../../method/evaluation/scores-csv.ts';
import { summaryMarkdown } from '../../../method/evaluation/summary-markdown.ts';
import { summarise, type Summary } from '../../../method/evaluation/summary.ts';
import { encodeJpeg, encodePng } from '../../../method/image/encode.ts';
import type { Tensor } from '../../../method/tensor/tensor.ts';
import type { Scorer } from './scorer.ts';
import { lambdaStrip, rowsSheet, subjectGrid, type SheetSources } from './sheets.ts';

/** Longest side of a sheet on the page, pixels. */
const PAGE_SIDE = 2400;
/** Rows that are no column on the sheets of the worst subjects. */
const NOT_ON_SHEETS = /^(lambda|plain)-|^real$/;

/** What a report is written from. */
interface ReportSources extends SheetSources {
  readonly rows: readonly Row[];
  readonly scorer: Pick<Scorer, 'presets' | 'missing'>;
  /** Sentences at the top: what was run, with what. */
  readonly facts: readonly string[];
  /** The pictures of another run to compare with. */
  readonly baseline?: readonly ScoredPicture[];
}

/** Writes scores.csv, summary.json, summary.md, the sheets and report.html. */
export async function writeReport(
  sources: ReportSources,
  pictures: readonly ScoredPicture[],
): Promise<Summary> {
  const { folder, data, scorer, facts, rows, baseline } = sources;
  const scored = withAlarms(pictures);
  const missing = Object.fromEntries(
    Object.entries(scorer.missing).filter(([metric]) => scored.every(({ values }) => !(metric in values))),
  );
  const summary = summarise(scored, {
    benchmark: data.name,
    presets: scorer.presets,
    missing,
    rows,
    ...(baseline ? { baseline } : {}),
  });
  await folder.write('scores.csv', scoresCsv(scored, scorer.presets));
  await folder.write('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
  await folder.write('summary.md', summaryMarkdown(summary, facts));
  const strips = await writeStrips(sources, scored);
  const grids = await writeGrids(sources, scored);
  const worst = await worstSheets(sources, summary, scored);
  await folder.write('report.html', reportPage(summary, { facts, worst, strips, grids }));
  return summary;
}

async function writeGrids(
  sources: ReportSources,
  pictures: readonly ScoredPicture[],
): Promise<PagePicture[]> {
  const shown = pictures.some(({ row }) => row === 'full') ? 'full' : pictures[0]?.row;
  const bySubject = grouped(
    pictures.filter(({ row }) => row === shown),
    ({ subject }) => subject,
  );
  const written: PagePicture[] = [];
  for (const [id, of] of bySubject) {
    const subject = sources.data.subjects.find((one) => one.id === id);
    if (subject === undefined) continue;
    const sheet = await subjectGrid(sources, subject, of);
    await sources.folder.write(`grid-${id}.png`, await encodePng(sheet));
    written.push(await onPage(`${id}, row ${shown ?? ''}`, sheet));
  }
  return written;
}

async function writeStrips(
  sources: ReportSources,
  pictures: readonly ScoredPicture[],
): Promise<PagePicture[]> {
  const swept = pictures.filter(({ row }) => sweptLambda(row) !== undefined);
  const written: PagePicture[] = [];
  for (const [id, of] of grouped(swept, ({ subject }) => subject)) {
    const byLambda = grouped(of, ({ row }) => sweptLambda(row) ?? 0);
    const sheet = await lambdaStrip(sources, byLambda);
    await sources.folder.write(`lambda-${id}.png`, await encodePng(sheet));
    written.push(await onPage(`${id} over λ`, sheet));
  }
  return written;
}

async function worstSheets(
  sources: ReportSources,
  { worst }: Summary,
  pictures: readonly ScoredPicture[],
): Promise<PagePicture[]> {
  const rows = grouped(
    pictures.filter(({ row }) => !NOT_ON_SHEETS.test(row)),
    ({ row }) => row,
  );
  const shown: PagePicture[] = [];
  for (const { subject: id, mean } of worst) {
    const subject = sources.data.subjects.find((one) => one.id === id);
    if (subject === undefined) continue;
    const sheet = await rowsSheet(sources, subject, rows);
    await sources.folder.write(`worst-${id}.png`, await encodePng(sheet));
    shown.push(await onPage(`${id}: ${mean.toFixed(3)}`, sheet));
  }
  return shown;
}

async function onPage(title: string, sheet: Tensor): Promise<PagePicture> {
  const jpeg = Buffer.from(await encodeJpeg(sheet, PAGE_SIDE)).toString('base64');
  return { title, url: `data:image/jpeg;base64,${jpeg}` };
}
