import { zipSync, type Zippable } from 'fflate';
import { sweepWords as text } from '../messages/en/results.ts';
import { stringifyJson, type Json } from '../model/json.ts';
import { withText } from '../model/png-chunks.ts';
import { savedDocument } from '../model/save-document.ts';
import { cellFileName, sheetLayout } from '../model/sweep-files.ts';
import type { SweepKind } from '../model/sweep.ts';
import { doc, types } from './editor.ts';
import type { Sweep, SweepCell } from './sweep.ts';

/** A cell whose picture is there. */
type DoneCell = SweepCell & { readonly url: string };

const isDone = (cell: SweepCell): cell is DoneCell => cell.url !== undefined;

/** All pictures of a grid with their values, as one PNG that carries the graph. */
export async function exportSheet({ plan, cells }: Sweep): Promise<void> {
  const pictures = await Promise.all(
    cells.filter(isDone).map(async (cell) => ({ cell, picture: await pictureOf(cell) })),
  );
  const layout = sheetLayout(plan, Math.max(1, ...pictures.map(({ picture }) => picture.width)));
  const { width, height, side, line } = layout;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error(text.noSheet);
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'black';
  context.font = `${Math.round(line * 0.75)}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  plan.lambdas.forEach((lambda, column) => {
    const [left] = layout.cell({ column, row: 0 });
    context.fillText(`λ ${lambda.toFixed(2)}`, left, line / 2 + 2, side);
  });
  plan.rows.forEach((value, row) => {
    const [left, top] = layout.cell({ column: 0, row });
    if (plan.kind !== 'none')
      context.fillText(captionOf(plan.kind, String(value)), left, top - line / 2, width - 2 * left);
  });
  for (const { cell, picture } of pictures) {
    const [left, top] = layout.cell(cell);
    context.drawImage(picture, left, top, side, side);
  }
  const png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  const graph = stringifyJson(savedDocument(doc.value, types.value));
  give(withText(png, 'workflow', graph), 'sweep.png', 'image/png');
}

/** The pictures of a grid as they are, with all values beside them, as one zip. */
export async function exportZip({ id, plan, cells }: Sweep): Promise<void> {
  const files: Zippable = {};
  const listed: Json[] = [];
  for (const cell of cells.filter(isDone)) {
    const file = cellFileName(plan, cell);
    files[file] = [new Uint8Array(await bytesOf(cell)), { level: 0 }];
    listed.push({
      file,
      lambda: plan.lambdas[cell.column] ?? 0,
      value: plan.rows[cell.row] ?? '',
      job: cell.job,
    });
  }
  const values = {
    sweep: id,
    varies: plan.kind,
    lambdas: [...plan.lambdas],
    values: [...plan.rows],
    pictures: listed,
  };
  files['sweep.json'] = new TextEncoder().encode(stringifyJson(values, 2));
  give(zipSync(files), 'sweep.zip', 'application/zip');
}

function captionOf(kind: SweepKind, value: string): string {
  return kind === 'prompts' ? value : `${text.kinds[kind]}: ${value}`;
}

async function bytesOf({ url }: DoneCell): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(text.noPicture(url));
  return answer.arrayBuffer();
}

async function pictureOf(cell: DoneCell): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([await bytesOf(cell)]));
}

/** Gives bytes to the user as a file. */
function give(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  [link.href, link.download] = [url, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
