import type { ClipTokenizer } from '../clip/tokenizer.ts';

/**
 * What became of a placeholder: `understood`; `lone` is a capital S without its star, read all the same; `cut` fell off the end;
 * `glued` touches other letters and is none; `ignored` is not the last one where the released code's reading is asked for.
 */
type PlaceholderState = 'understood' | 'lone' | 'cut' | 'glued' | 'ignored';

/** A placeholder in a prompt, as UTF-16 range, and its token, where it has one. */
interface PlaceholderReport {
  readonly start: number;
  readonly end: number;
  readonly token: number | null;
  readonly state: PlaceholderState;
}

/** How the text encoder reads a prompt. */
export interface PromptReport {
  /** Tokens with the start and the end; above the limit when some are cut off. */
  readonly count: number;
  readonly limit: number;
  /** Tokens that are cut off. */
  readonly truncated: number;
  readonly placeholders: readonly PlaceholderReport[];
  readonly words: readonly { readonly start: number; readonly end: number; readonly tokens: number }[];
}

/** Tells how the text encoder reads a prompt, for whoever shows it. `compat` reads as the released code does. */
export function promptReport(tokenizer: ClipTokenizer, text: string, compat = false): PromptReport {
  const { words, truncated } = tokenizer.tokenize(text);
  const limit = tokenizer.length;
  const read: PlaceholderReport[] = [];
  let token = 1;
  for (const { start, end, tokens, isPlaceholder } of words) {
    if (isPlaceholder) {
      const state = token > limit - 2 ? 'cut' : text.slice(start, end) === 'S' ? 'lone' : 'understood';
      read.push({ start, end, token: state === 'cut' ? null : token, state });
    }
    token += tokens;
  }
  return {
    count: token + 1,
    limit,
    truncated,
    placeholders: [...(compat ? lastOnly(read) : read), ...glued(text, read)].sort(
      (a, b) => a.start - b.start,
    ),
    words: words.map(({ start, end, tokens }) => ({ start, end, tokens })),
  };
}

const lastOnly = (read: readonly PlaceholderReport[]): PlaceholderReport[] =>
  read.map((entry, i) => (i < read.length - 1 ? { ...entry, state: 'ignored' } : entry));

function glued(text: string, read: readonly PlaceholderReport[]): PlaceholderReport[] {
  return [...text.matchAll(/S\*/g)]
    .filter(({ index }) => !read.some(({ start }) => start === index))
    .map(({ index }) => ({ start: index, end: index + 2, token: null, state: 'glued' }));
}
