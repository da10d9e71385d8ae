import { placeholders } from '../clip/placeholder.ts';

/** A prompt as it is scored: the category word in the place of each `S*` or lone `S`, and nothing around it. */
export function scoredText(prompt: string, category: string): string {
  let text = '';
  let from = 0;
  for (const { start, end } of placeholders(prompt)) {
    text += prompt.slice(from, start) + category;
    from = end;
  }
  return text + prompt.slice(from);
}
