import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The flags of a command line; what is unknown ends the program with a sentence. */
export function parsedFlags<const T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The number that a flag says, at least `least`; what is none ends the program with a sentence. */
export function numberOf(flag: string, text: string, least = 1): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  return refuse(`${flag}: expected a number from ${least}, got ${JSON.stringify(text)}`);
}

/** Ends a program that was called wrongly. */
export function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}
