import { isJsonObject, parseJson, type Json } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import { drawnText, watchedWords, type WatchedWord } from '../model/watched-words.ts';

/** Where the words of a result acted: what the server keeps of it. */
export interface Attention {
  readonly node: string;
  readonly steps: number;
  readonly sizes: readonly number[];
  readonly words: readonly WatchedWord[];
}

/** Which map is wanted; of the subject's word without a token. */
export interface WantedMap {
  readonly token: number | undefined;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const MOST_KEPT = 32;
const kept = new Map<string, Promise<Uint8Array>>();

/** What the server keeps of a job; undefined where it keeps nothing. */
export async function fetchAttention(job: string): Promise<Attention | undefined> {
  const found = await json(`api/jobs/${encodeURIComponent(job)}`);
  const outputs = isJsonObject(found) && isJsonObject(found['outputs']) ? found['outputs'] : {};
  const [node] = Object.entries(outputs).find(([, told]) => isJsonObject(told) && 'attention' in told) ?? [];
  const facts = node === undefined ? undefined : await json(pathOf(job, node));
  if (node === undefined || !isJsonObject(facts)) return undefined;
  const columns = (Array.isArray(facts['columns']) ? facts['columns'] : []).map(numbers);
  const parts = isJsonObject(found) && isJsonObject(found['workflow']) ? found['workflow'] : {};
  const text = drawnText(parts['prompt'], node);
  return {
    node,
    steps: Number(facts['steps']),
    sizes: numbers(facts['sizes']),
    words: watchedWords(text, await json(`elite/tokenize?${String(new URLSearchParams({ text }))}`), columns),
  };
}

/** One map, size² bytes; the last 32 are kept. */
export function fetchMap(
  job: string,
  node: string,
  { token, size, from, to }: WantedMap,
): Promise<Uint8Array> {
  const query = new URLSearchParams({ size: String(size), from: String(from), to: String(to) });
  if (token !== undefined) query.set('token', String(token));
  const url = `${pathOf(job, node)}?${String(query)}`;
  const asked = kept.get(url) ?? bytes(url);
  kept.delete(url);
  kept.set(url, asked);
  asked.catch(() => kept.delete(url));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return asked;
}

function pathOf(job: string, node: string): string {
  return `api/elite/attention/${encodeURIComponent(job)}/${encodeURIComponent(node)}`;
}

async function bytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(words.server.answered(url, response.status));
  return new Uint8Array(await response.arrayBuffer());
}

async function json(path: string): Promise<Json | undefined> {
  const response = await fetch(path);
  return response.ok ? parseJson(await response.text(), path) : undefined;
}

function numbers(value: Json | undefined): number[] {
  return (Array.isArray(value) ? value : []).filter((each) => typeof each === 'number');
}
