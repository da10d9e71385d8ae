import { configOfArguments } from '../config.ts';
import { serveUntilStopped } from '../main.ts';

/** `elite-graph serve`: the editor and the API until Ctrl-C. */
export async function serve(args: string[]): Promise<number> {
  await serveUntilStopped(configOfArguments(args));
  return 0;
}
