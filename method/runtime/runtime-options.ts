import { isExecutionProvider } from './execution-provider.ts';
import type { RuntimeOptions } from './runtime.ts';

/** The variable of the environment in which a process is told its options, as JSON. */
const VARIABLE = 'ELITE_GRAPH_RUNTIME';

/** The options that this process was started with: `threads`, `bytes` and `provider`; whoever started it has checked them. */
export function runtimeOptions(environment: NodeJS.ProcessEnv): RuntimeOptions {
  const text = environment[VARIABLE];
  if (text === undefined || text === '') return {};
  const json = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { threads, bytes, provider } = json;
  return {
    ...(typeof threads === 'number' ? { threads } : {}),
    ...(typeof bytes === 'number' ? { bytes } : {}),
    ...(isExecutionProvider(provider) ? { provider } : {}),
  };
}
