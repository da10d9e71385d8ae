import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** How many runs the mean is of. */
const RUNS = 3;

/**
 * Seconds that a picture takes: the mean of the last runs that sampled with λ and so many steps, as the server's history has
 * them; undefined before the first one. Runs that took their picture from the cache tell nothing.
 * @param history finished runs, the oldest first
 */
export function secondsAPicture(history: readonly Json[], steps: Json | undefined): number | undefined {
  const seconds = history
    .filter(isJsonObject)
    .flatMap((entry) => secondsOf(entry, steps) ?? [])
    .slice(-RUNS);
  if (seconds.length === 0) return undefined;
  return seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
}

function secondsOf(entry: JsonObject, steps: Json | undefined): number | undefined {
  const prompt: Json | undefined = Array.isArray(entry['prompt']) ? entry['prompt'][2] : undefined;
  const sampler = Object.entries(isJsonObject(prompt) ? prompt : {}).find(([, node]) => {
    const inputs = isJsonObject(node) ? node['inputs'] : undefined;
    return isJsonObject(inputs) && 'lambda' in inputs && inputs['steps'] === steps;
  })?.[0];
  const cached = message(entry, 'execution_cached')?.['nodes'];
  if (sampler === undefined || (Array.isArray(cached) && cached.includes(sampler))) return undefined;
  const [from, to] = ['execution_start', 'execution_success'].map(
    (name) => message(entry, name)?.['timestamp'],
  );
  return typeof from === 'number' && typeof to === 'number' ? (to - from) / 1000 : undefined;
}

/** What a message of a run says. */
function message(entry: JsonObject, name: string): JsonObject | undefined {
  const status = isJsonObject(entry['status']) ? entry['status'] : {};
  const messages = Array.isArray(status['messages']) ? status['messages'] : [];
  for (const item of messages)
    if (Array.isArray(item) && item[0] === name && isJsonObject(item[1])) return item[1];
  return undefined;
}
