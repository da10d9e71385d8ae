import { isCompatible } from './graph-to-prompt.ts';
import type { NodeType } from './node-type.ts';

/** A dragged link that a searched node has to take. */
export interface WantedSlot {
  readonly side: 'input' | 'output';
  readonly type: string;
}

/** The node types that answer to a query, best first; without one, all by their titles. */
export function searchTypes(types: Iterable<NodeType>, query: string, wanted?: WantedSlot): NodeType[] {
  const fitting = [...types].filter((type) => wanted === undefined || fits(type, wanted));
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return fitting.sort((a, b) => a.title.localeCompare(b.title));
  return fitting
    .map((type) => ({ type, score: words.reduce((sum, word) => sum + wordScore(type, word), 0) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score || a.type.title.localeCompare(b.type.title))
    .map(({ type }) => type);
}

function fits(type: NodeType, { side, type: wanted }: WantedSlot): boolean {
  const slots = side === 'input' ? type.inputs : type.outputs;
  return slots.some((slot) => isCompatible(slot.type, wanted));
}

function wordScore({ title, name, aliases, category }: NodeType, word: string): number {
  return Math.max(
    lettersScore(title, word) + 2,
    lettersScore(name, word),
    ...aliases.map((alias) => lettersScore(alias, word) - 4),
    lettersScore(category, word) - 12,
  );
}

/** How well the letters of a word occur in a text in their order: runs and beginnings of words count most. */
function lettersScore(text: string, word: string): number {
  const lower = text.toLowerCase();
  const whole = lower.indexOf(word);
  if (whole >= 0) return 40 + (isStart(text, whole) ? 20 : 0) - text.length / 10;
  let [score, at, last] = [0, 0, -2];
  for (const letter of word) {
    const found = lower.indexOf(letter, at);
    if (found < 0) return -Infinity;
    score += found === last + 1 ? 4 : isStart(text, found) ? 5 : 0;
    score -= Math.min(3, found - at) / 2;
    [last, at] = [found, found + 1];
  }
  return score - text.length / 10;
}

function isStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const [before, here] = [text[at - 1] ?? '', text[at] ?? ''];
  return /[\s_\-./]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(here));
}
