/** How names of concept files end. */
export const CONCEPT_FILE = '.elite.safetensors';

/** In UTF-16, so that with the ending and a number a name stays below the 255 bytes that file systems take. */
const LONGEST = 60;
/** Separators, what Windows keeps for itself, and letters that nobody sees. */
const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Why a text is no name of a concept, in a sentence; undefined when it is one on every system. */
export function wrongConceptName(name: string): string | undefined {
  const got = `got ${JSON.stringify(name.slice(0, 80))}`;
  if (name === '' || name.length > LONGEST) return `expected 1 to ${LONGEST} characters, ${got}`;
  if (FORBIDDEN.test(name) || name.startsWith('.') || name !== name.trim())
    return `expected no / \\ : * ? " < > |, no hidden characters, no dot first and no space around, ${got}`;
  if (DEVICE.test(name)) return `expected a name that is no device on Windows, ${got}`;
  if (name.endsWith(CONCEPT_FILE)) return `expected a name without ${CONCEPT_FILE}, which is added, ${got}`;
  return undefined;
}
