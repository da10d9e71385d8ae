import type { Paper } from './paper.ts';

const cache = new Map<string, string>();
const MAX_CACHED = 4000;

/** The text as far as it fits a width, with an ellipsis where something is cut off; the context's font counts. */
export function fittedText(ctx: Paper, text: string, width: number): string {
  const key = `${ctx.font}|${Math.round(width)}|${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size > MAX_CACHED) cache.clear();
  const fitted = cut(ctx, text, width);
  cache.set(key, fitted);
  return fitted;
}

function cut(ctx: Paper, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (ctx.measureText(`${text.slice(0, middle)}…`).width <= width) least = middle;
    else most = middle - 1;
  }
  return `${text.slice(0, least).trimEnd()}…`;
}
