import { signal } from '@preact/signals';
import { fetchReading } from '../net/elite-client.ts';
import type { PromptReading } from '../model/prompt-reading.ts';

const KEPT = 200;
const readings = signal<ReadonlyMap<string, PromptReading>>(new Map());
const asked = new Set<string>();
let isMute = false;

/** How the text encoder of a bundle reads a prompt, once it was asked for and answered. */
export function knownReading(text: string, bundle: string | undefined): PromptReading | undefined {
  return readings.value.get(keyOf(text, bundle));
}

/** Asks how a prompt is read; a server that has no such question is asked once. */
export async function askReading(text: string, bundle: string | undefined): Promise<void> {
  const key = keyOf(text, bundle);
  if (isMute || asked.has(key)) return;
  asked.add(key);
  try {
    const reading = await fetchReading(text, bundle);
    if (!reading) isMute = true;
    else readings.value = new Map([...readings.value, [key, reading] as const].slice(-KEPT));
  } catch {
    asked.delete(key); // the server is away: the next change asks again
  }
}

function keyOf(text: string, bundle: string | undefined): string {
  return `${bundle ?? ''}\n${text}`;
}
