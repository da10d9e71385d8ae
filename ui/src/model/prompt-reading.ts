import { isJsonObject, type Json } from './json.ts';
import { words } from '../messages/en/words.ts';

/** What became of an S*: `cut` fell off the end, `glued` touches letters, `ignored` is not the last, `lone` lacks its star. */
type PlaceholderState = 'understood' | 'lone' | 'cut' | 'glued' | 'ignored';

/** An S* in a prompt, as a range of the text, and its token where it has one. */
export interface Placeholder {
  readonly start: number;
  readonly end: number;
  readonly token: number | undefined;
  readonly state: PlaceholderState;
}

/** How the text encoder reads a prompt. */
export interface PromptReading {
  readonly count: number;
  readonly limit: number;
  readonly placeholders: readonly Placeholder[];
  /** Where the first word begins of which tokens are cut off. */
  readonly cutFrom: number | undefined;
}

/** Something about a prompt that a person should know; `fixed` is the text with it mended. */
export interface PromptFault {
  readonly kind: Exclude<PlaceholderState, 'understood'> | 'missing' | 'long';
  readonly fixed?: string;
}

const STATES: ReadonlySet<string> = new Set(['understood', 'lone', 'cut', 'glued', 'ignored']);

/** Reads the answer of the server; undefined when it is none. */
export function readingOf(answer: Json): PromptReading | undefined {
  if (!isJsonObject(answer)) return undefined;
  const { count, limit, placeholders, words: read } = answer;
  if (typeof count !== 'number' || typeof limit !== 'number' || !Array.isArray(placeholders))
    return undefined;
  const found = placeholders.filter(isJsonObject).flatMap((each): Placeholder[] => {
    const { start, end, token, state } = each;
    if (typeof start !== 'number' || typeof end !== 'number' || typeof state !== 'string') return [];
    if (!STATES.has(state)) return [];
    return [
      { start, end, token: typeof token === 'number' ? token : undefined, state: state as PlaceholderState },
    ];
  });
  return { count, limit, placeholders: found, cutFrom: cutFrom(Array.isArray(read) ? read : [], limit) };
}

/** The first and the last token are the start's and the end's. */
function cutFrom(read: readonly Json[], limit: number): number | undefined {
  let token = 1;
  for (const { start, tokens } of read.filter(isJsonObject)) {
    if (typeof start !== 'number' || typeof tokens !== 'number') return undefined;
    token += tokens;
    if (token > limit - 1) return start;
  }
  return undefined;
}

/** Where S* stands as far as can be told without the tokenizer. */
export function placeholdersIn(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}'])S(\*|(?![\p{L}\p{N}'*]))(?![\p{L}\p{N}])/gu)].map(
    ({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
    }),
  );
}

/** What is to be said of a prompt, worst first; without a reading only what the text itself shows. */
export function promptFaults(text: string, reading: PromptReading | undefined): PromptFault[] {
  const placeholders = reading?.placeholders ?? [];
  const faults = placeholders.flatMap((each): PromptFault[] => {
    if (each.state === 'understood') return [];
    return [{ kind: each.state, fixed: mended(text, each) }];
  });
  const hasOne = reading ? placeholders.length > 0 : placeholdersIn(text).length > 0;
  if (!hasOne) faults.unshift({ kind: 'missing', fixed: withPlaceholder(text) });
  if (reading && reading.count > reading.limit) faults.push({ kind: 'long' });
  return faults;
}

/** What stands before the S* of a prompt without the blank between, or behind one that it begins with: what is typed takes its place. */
export function restOf(text: string): readonly [start: number, end: number] {
  const [first] = placeholdersIn(text);
  if (!first) return [0, text.length];
  const before = text.slice(0, first.start).trimEnd().length;
  if (before > 0) return [0, before];
  const after = text.slice(first.end);
  return [text.length - after.trimStart().length, text.length];
}

function withPlaceholder(text: string): string {
  const kept = text.trim();
  return kept === '' ? words.prompt.example : `${kept} S*`;
}

function mended(text: string, { start, end, state }: Placeholder): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  switch (state) {
    case 'lone':
      return `${before}S*${after}`;
    case 'glued':
      return `${before}${/[\p{L}\p{N}]$/u.test(before) ? ' ' : ''}S*${/^[\p{L}\p{N}]/u.test(after) ? ' ' : ''}${after}`;
    case 'cut':
      return `S* ${tidy(`${before}${after}`)}`;
    case 'ignored':
      return tidy(`${before}${after}`);
    case 'understood':
      return text;
  }
}

function tidy(text: string): string {
  return text.replaceAll(/ {2,}/g, ' ').trim();
}
