import { METRICS } from '../model/node-layout.ts';
import type { CanvasTheme } from './canvas-theme.ts';
import type { EditorNode } from './editor-node.ts';
import { fittedText } from './paint-text.ts';

/** Draws what the controls of a node would show, where they are hidden: seen from far, or behind another node. */
export function paintBody(
  ctx: CanvasRenderingContext2D,
  node: EditorNode,
  host: HTMLElement,
  zoom: number,
  theme: CanvasTheme,
): void {
  const width = node.size[0];
  const [outer, hostBox] = [host.offsetWidth, host.getBoundingClientRect()];
  const scale = outer > 0 ? hostBox.width / outer : 1;
  ctx.save();
  ctx.globalAlpha *= 0.9;
  for (const row of host.querySelectorAll<HTMLElement>('[data-row]')) {
    const box = row.getBoundingClientRect();
    const top = node.layout.bodyTop + (box.top - hostBox.top) / scale;
    const [left, tall] = [METRICS.padding, box.height / scale];
    ctx.fillStyle = theme.field;
    ctx.beginPath();
    ctx.roundRect(left, top, width - 2 * left, tall, 6);
    ctx.fill();
    const image = row.querySelector('img');
    if (image?.complete && image.naturalWidth > 0)
      paintImage(ctx, image, [left, top, width - 2 * left, tall]);
    else if (zoom > 0.4 && tall < 40) paintWords(ctx, row, [left, top, width - 2 * left, tall], theme);
  }
  ctx.restore();
}

type Box = readonly [number, number, number, number];

function paintImage(ctx: CanvasRenderingContext2D, image: HTMLImageElement, [x, y, w, h]: Box): void {
  const scale = Math.min(w / image.naturalWidth, h / image.naturalHeight);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  ctx.drawImage(image, x + (w - width) / 2, y + (h - height) / 2, width, height);
}

function paintWords(
  ctx: CanvasRenderingContext2D,
  row: HTMLElement,
  [x, y, w, h]: Box,
  theme: CanvasTheme,
): void {
  const control = row.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
  ctx.font = `400 12px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.faint;
  ctx.fillText(fittedText(ctx, row.dataset['row'] ?? '', w * 0.5), x + 10, y + h / 2);
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.text;
  ctx.fillText(fittedText(ctx, control?.value ?? '', w * 0.4), x + w - 10, y + h / 2);
}
