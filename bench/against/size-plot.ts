import type { SizeFigures } from './measure.ts';

/** A curve: seconds against something. */
interface Panel {
  readonly title: string;
  readonly points: readonly (readonly [x: number, seconds: number])[];
}

const PANEL = { width: 200, height: 150, left: 40, top: 26, bottom: 30, gap: 16 };
/** Steps of a picture whose cost is told. */
export const STEPS = [25, 50, 100];

/** Four small plots side by side, SVG: a step against pixels, batch and references, and a picture's steps against their number. */
export function sizePlot({ pixels, batch, references }: SizeFigures, bothSeconds: number): string {
  const points = (of: readonly { readonly size: number; readonly seconds: number }[]): Panel['points'] =>
    of.map(({ size, seconds }) => [size, seconds]);
  const panels: Panel[] = [
    { title: 'step, s, by side in pixels', points: points(pixels) },
    { title: 'step, s, by batch (half the side)', points: points(batch) },
    { title: 'step, s, by photographs (half the side)', points: points(references) },
    { title: 'picture, s, by steps (two calls each)', points: STEPS.map((n) => [n, n * bothSeconds]) },
  ];
  const width = panels.length * (PANEL.width + PANEL.gap) + PANEL.gap;
  const height = PANEL.height + PANEL.gap;
  const drawn = panels.map((panel, i) => drawnPanel(panel, PANEL.gap + i * (PANEL.width + PANEL.gap)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="10">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...drawn,
    '</svg>',
  ].join('\n');
}

function drawnPanel({ title, points }: Panel, at: number): string {
  const { width, height, left, top, bottom } = PANEL;
  const most = Math.max(...points.map(([, y]) => y)) * 1.1;
  const [low, high] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const x = (value: number): number => at + left + ((value - low) / (high - low)) * (width - left - 12);
  const y = (value: number): number => height - bottom - (value / most) * (height - top - bottom);
  const base = height - bottom;
  const line = points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(' ');
  const marks = points.map(([a, b]) =>
    [
      `<circle cx="${x(a).toFixed(1)}" cy="${y(b).toFixed(1)}" r="3" fill="#2563eb"/>`,
      `<text x="${x(a).toFixed(1)}" y="${(y(b) - 7).toFixed(1)}" text-anchor="middle" fill="#111827">${shown(b)}</text>`,
      `<text x="${x(a).toFixed(1)}" y="${base + 14}" text-anchor="middle" fill="#4b5563">${a}</text>`,
    ].join(''),
  );
  return [
    `<text x="${at + 4}" y="14" fill="#111827" font-weight="bold">${title}</text>`,
    `<path d="M${at + left - 8} ${top}V${base}H${at + width}" fill="none" stroke="#9ca3af"/>`,
    `<polyline points="${line}" fill="none" stroke="#2563eb" stroke-width="2"/>`,
    ...marks,
  ].join('\n');
}

const shown = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
