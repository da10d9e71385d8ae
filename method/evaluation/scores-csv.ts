import { METRICS, type Presets, type ScoredPicture } from './scored-picture.ts';

const LEADING = ['run', 'row', 'subject', 'prompt', 'kind', 'seed', 'scored_text', 'idx', 'lambda'] as const;
const CLOSING = ['hits', 'alarm', 'seconds', 'flags', 'pixels'] as const;

/** scores.csv: a line a picture; the name of a measured column ends with `@` and the id of its judge. */
export function scoresCsv(pictures: readonly ScoredPicture[], presets: Presets): string {
  const metrics = METRICS.map((metric) => {
    const preset = presets[metric];
    return preset === undefined ? metric : `${metric}@${preset}`;
  });
  const lines = [[...LEADING, ...metrics, ...CLOSING], ...pictures.map(cellsOf)];
  return lines.map((line) => line.map(quoted).join(',')).join('\n') + '\n';
}

function cellsOf(p: ScoredPicture): string[] {
  return [
    p.run,
    p.row,
    p.subject,
    p.prompt,
    p.kind,
    String(p.seed),
    p.scoredText,
    p.idx.join(' '),
    p.lambda === undefined ? '' : String(p.lambda),
    ...METRICS.map((metric) => numberText(p.values[metric])),
    Object.entries(p.hits)
      .map(([head, hit]) => `${head}:${Number(hit)}`)
      .join(' '),
    p.alarm === undefined ? '' : String(Number(p.alarm)),
    p.seconds === undefined ? '' : p.seconds.toFixed(3),
    p.flags.join(' '),
    p.pixels,
  ];
}

/**
 * Reads scores.csv; columns may be in any order.
 * @throws naming the column that is missing or the line that has too few cells
 */
export function parseScores(text: string, where: string): ScoredPicture[] {
  const [header = [], ...lines] = csvLines(text);
  const places = new Map(header.map((name, index) => [name.split('@')[0] ?? '', index]));
  const missing = [...LEADING, ...CLOSING].find((name) => !places.has(name));
  if (missing !== undefined)
    throw new Error(`${where}: expected a column ${missing}, got ${header.join(', ')}`);
  return lines.map((cells, index) => {
    if (cells.length !== header.length)
      throw new Error(`${where}, line ${index + 2}: expected ${header.length} cells, got ${cells.length}`);
    return pictureOf((name) => cells[places.get(name) ?? -1] ?? '');
  });
}

function pictureOf(cell: (name: string) => string): ScoredPicture {
  const words = (name: string): string[] => cell(name).split(' ').filter(Boolean);
  const number = (name: string): number | undefined => (cell(name) === '' ? undefined : Number(cell(name)));
  const [lambda, seconds, alarm] = [number('lambda'), number('seconds'), number('alarm')];
  return {
    run: cell('run'),
    row: cell('row'),
    subject: cell('subject'),
    prompt: cell('prompt'),
    kind: cell('kind'),
    seed: Number(cell('seed')),
    scoredText: cell('scored_text'),
    idx: words('idx').map(Number),
    ...(lambda === undefined ? {} : { lambda }),
    values: Object.fromEntries(METRICS.flatMap((m) => (cell(m) === '' ? [] : [[m, Number(cell(m))]]))),
    hits: Object.fromEntries(words('hits').map((hit) => [hit.split(':')[0] ?? '', hit.endsWith(':1')])),
    ...(alarm === undefined ? {} : { alarm: alarm === 1 }),
    ...(seconds === undefined ? {} : { seconds }),
    flags: words('flags'),
    pixels: cell('pixels'),
  };
}

const numberText = (value: number | undefined): string =>
  value === undefined ? '' : String(Number(value.toFixed(6)));

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The cells of each line of a CSV text, RFC 4180. */
function csvLines(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at);
    cells.push(isQuoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
    at = end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    }
    at += text[at] === '\r' ? 2 : 1;
    lines.push(cells);
    cells = [];
  }
  return lines;
}

/** Behind the closing quote of a cell that begins with one. */
function endOfQuoted(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') at += 1;
    else if (text[at + 1] === '"') at += 2;
    else return at + 1;
  }
  return text.length;
}

function endOfPlain(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
