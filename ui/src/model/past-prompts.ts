const MOST = 50;

/** The earlier prompts with one more, the newest first; one that was there moves to the front. */
export function withPrompt(past: readonly string[], prompt: string): readonly string[] {
  if (prompt.trim() === '') return past;
  return [prompt, ...past.filter((each) => each !== prompt)].slice(0, MOST);
}

/**
 * The prompt that lies some steps behind the one that is shown; an empty text lies before the newest.
 * Undefined where there is none, or what is shown is no earlier prompt: then the keys are the text's.
 */
export function walkedPrompt(past: readonly string[], shown: string, steps: number): string | undefined {
  const index = past.indexOf(shown);
  if (shown !== '' && index < 0) return undefined;
  return index + steps === -1 ? '' : past[index + steps];
}
