import { fieldHeight, METRICS } from '../model/node-layout.ts';
import type { CanvasTheme } from './canvas-theme.ts';
import type { EditorNode } from './editor-node.ts';
import { fittedText } from './paint-text.ts';
import type { Paper } from './paper.ts';

type Box = readonly [number, number, number, number];

/** One control of a node, as it is painted. */
interface Row {
  readonly label: string;
  readonly box: Box;
  readonly image?: HTMLImageElement;
  readonly text: () => string;
}

/** Farther away no words are painted, and corners are square. */
const LEAST_ZOOM = { words: 0.4, corners: 0.25 } as const;
const LINE = 40;

const measured = new WeakMap<
  HTMLElement,
  { readonly layout: object; readonly width: number; readonly height: number; readonly rows: readonly Row[] }
>();

/** Forgets where the controls of a node are, after some came or went. */
export function forgetRows(host: HTMLElement | null): void {
  if (host) measured.delete(host);
}

/**
 * Draws what the controls of a node would show, where they are hidden: seen from far, or behind another node.
 * @param host the controls; without them the document says what there is
 */
export function paintBody(
  ctx: Paper,
  node: EditorNode,
  host: HTMLElement | undefined,
  zoom: number,
  theme: CanvasTheme,
): void {
  ctx.save();
  ctx.globalAlpha *= 0.9;
  for (const row of host ? rowsOf(node, host) : plainRows(node)) {
    const [left, top, width, height] = row.box;
    ctx.fillStyle = theme.field;
    if (zoom < LEAST_ZOOM.corners) ctx.fillRect(left, top, width, height);
    else {
      ctx.beginPath();
      ctx.roundRect(left, top, width, height, 6);
      ctx.fill();
    }
    if (row.image?.complete && row.image.naturalWidth > 0) paintImage(ctx, row.image, row.box);
    else if (zoom > LEAST_ZOOM.words && height < LINE) paintWords(ctx, row, theme);
  }
  ctx.restore();
}

/** Measuring the page costs much of a frame: it is done once for each layout and size. */
function rowsOf(node: EditorNode, host: HTMLElement): readonly Row[] {
  const { layout } = node;
  const [width, height] = node.size;
  const known = measured.get(host);
  if (known?.layout === layout && known.width === width && known.height === height) return known.rows;
  const [outer, around] = [host.offsetWidth, host.getBoundingClientRect()];
  const scale = outer > 0 ? around.width / outer : 1;
  const rows = [...host.querySelectorAll<HTMLElement>('[data-row]')].map((element): Row => {
    const own = element.getBoundingClientRect();
    const top = layout.bodyTop + (own.top - around.top) / scale;
    const image = element.querySelector('img');
    const control = element.querySelector<HTMLInputElement | HTMLButtonElement>('input, select, .choice');
    return {
      label: element.dataset['row'] ?? '',
      box: [METRICS.padding, top, width - 2 * METRICS.padding, own.height / scale],
      ...(image ? { image } : {}),
      text: () => control?.value ?? '',
    };
  });
  measured.set(host, { layout, width, height, rows });
  return rows;
}

function plainRows({ layout, node, size }: EditorNode): readonly Row[] {
  let top = layout.bodyTop;
  return layout.fields.map(({ kind, label, name }): Row => {
    const height = fieldHeight(kind);
    const value = node.values[name];
    const box: Box = [METRICS.padding, top, size[0] - 2 * METRICS.padding, height];
    top += height + METRICS.gap;
    return { label, box, text: () => (typeof value === 'object' ? '' : String(value ?? '')) };
  });
}

function paintImage(ctx: Paper, image: HTMLImageElement, [x, y, w, h]: Box): void {
  const scale = Math.min(w / image.naturalWidth, h / image.naturalHeight);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  ctx.drawImage(image, x + (w - width) / 2, y + (h - height) / 2, width, height);
}

function paintWords(ctx: Paper, { label, box: [x, y, w, h], text }: Row, theme: CanvasTheme): void {
  ctx.font = `400 12px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.faint;
  ctx.fillText(fittedText(ctx, label, w * 0.5), x + 10, y + h / 2);
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.text;
  ctx.fillText(fittedText(ctx, text(), w * 0.4), x + w - 10, y + h / 2);
}
