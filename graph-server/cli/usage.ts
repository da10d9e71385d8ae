/** A command line that says something else than the command understands. */
export class UsageError extends Error {
  /** Told apart by this and not by its class: commands are loaded when they are asked for. */
  readonly exitCode = 2;
}

/** Splits `name=value`; `flag` begins the sentence when there is no `=`. */
export function assignment(text: string, flag: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`${flag} ${text}: expected NAME=VALUE, got no "="`);
}

/** The only positional argument of a command. */
export function onlyFile(positionals: readonly string[], command: string): string {
  const [file, ...rest] = positionals;
  if (file !== undefined && rest.length === 0) return file;
  throw new UsageError(`${command}: expected one file, got ${positionals.length}`);
}
