import { isJsonObject, type Json } from './json.ts';

/** A word of a prompt whose map can be shown. */
export interface WatchedWord {
  readonly text: string;
  /** Its first token; undefined for the subject, whose tokens the server knows. */
  readonly token: number | undefined;
}

/**
 * The words of a prompt with their tokens, as the server's report has them.
 * @param columns the token positions of each map, the subject's first: where it is several words, those behind move on
 */
export function watchedWords(
  prompt: string,
  report: Json | undefined,
  columns: readonly (readonly number[])[],
): WatchedWord[] {
  const words = isJsonObject(report) && Array.isArray(report['words']) ? report['words'] : [];
  const places = isJsonObject(report) && Array.isArray(report['placeholders']) ? report['placeholders'] : [];
  const starts = new Set(places.filter(isJsonObject).map(({ start }) => start));
  const each = (columns[0]?.length ?? 1) / Math.max(1, starts.size);
  const known = new Set(columns.slice(1).flat());
  let token = 1;
  return words.filter(isJsonObject).flatMap(({ start, end, tokens }): WatchedWord[] => {
    if (typeof start !== 'number' || typeof end !== 'number' || typeof tokens !== 'number') return [];
    const isSubject = starts.has(start);
    const first = token;
    token += isSubject ? each : tokens;
    if (!isSubject && !known.has(first)) return [];
    return [{ text: prompt.slice(start, end), token: isSubject ? undefined : first }];
  });
}

/** The text that a sampler of an API prompt draws: the one behind its input `positive`. */
export function drawnText(prompt: Json | undefined, sampler: string): string {
  const inputsOf = (id: Json | undefined) => {
    const node = isJsonObject(prompt) && typeof id === 'string' ? prompt[id] : undefined;
    return isJsonObject(node) && isJsonObject(node['inputs']) ? node['inputs'] : {};
  };
  const positive = inputsOf(sampler)['positive'];
  const text = inputsOf(Array.isArray(positive) ? positive[0] : undefined)['text'];
  return typeof text === 'string' ? text : '';
}
