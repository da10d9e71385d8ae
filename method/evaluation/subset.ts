import { grouped } from './grouped.ts';
import { promptsOf, type Benchmark, type Triple } from './benchmark.ts';

/** How much of a data set is drawn: subjects × prompts × seeds. */
export interface Subset {
  readonly subjects: number;
  readonly prompts: number;
  readonly seeds: number;
}

/** Reads `4x5x1`. @throws when it is not three whole numbers above 0 */
export function parseSubset(text: string): Subset {
  const found = /^([1-9]\d{0,5})[x×]([1-9]\d{0,5})[x×]([1-9]\d{0,5})$/.exec(text);
  if (found === null)
    throw new Error(`subset: expected subjects x prompts x seeds such as 4x5x1, got ${JSON.stringify(text)}`);
  const [subjects = 0, prompts = 0, seeds = 0] = found.slice(1).map(Number);
  return { subjects, prompts, seeds };
}

/**
 * The pictures to draw, subject by subject. A subset takes subjects and prompts stratified by kind, evenly spread, in the
 * data set's order, and the first seeds: the same ones every time.
 */
export function triplesOf(benchmark: Benchmark, seeds: readonly number[], subset?: Subset): Triple[] {
  const subjects = stratified(benchmark.subjects, subset?.subjects);
  return subjects.flatMap((subject) =>
    stratified(promptsOf(benchmark, subject), subset?.prompts).flatMap((prompt) =>
      seeds.slice(0, subset?.seeds).map((seed) => ({ subject, prompt, seed })),
    ),
  );
}

/** `count` items in their order, each kind by its share (largest remainder) and evenly spread within it. */
export function stratified<T extends { readonly kind: string }>(
  items: readonly T[],
  count = items.length,
): T[] {
  if (count >= items.length) return [...items];
  const kinds = grouped(items.keys(), (index) => items[index]?.kind ?? '');
  const exact = [...kinds.values()].map((members) => (count * members.length) / items.length);
  const given = exact.map(Math.floor);
  const left = count - given.reduce((sum, n) => sum + n, 0);
  const byRemainder = [...exact.keys()].sort(
    (a, b) => (exact[b] ?? 0) - (given[b] ?? 0) - ((exact[a] ?? 0) - (given[a] ?? 0)) || a - b,
  );
  for (const kind of byRemainder.slice(0, left)) given[kind] = (given[kind] ?? 0) + 1;
  const chosen = [...kinds.values()].flatMap((members, kind) => {
    const n = given[kind] ?? 0;
    return Array.from({ length: n }, (_, i) => members[Math.floor((i * members.length) / n)] ?? 0);
  });
  return chosen.sort((a, b) => a - b).flatMap((index) => items.slice(index, index + 1));
}
