/** Tables of texts, as the files of a language export them. */
type Table = string | ((...values: never[]) => string) | { readonly [key: string]: Table };

/**
 * In what a table of another language differs from the English one in form: keys that are missing or unknown, texts in place
 * of what makes one of values, and the other way round, and what takes another number of values.
 * @returns a line for each, empty where it is complete
 */
export function tableDifference(english: Table, other: Table | undefined, at = ''): string[] {
  if (other === undefined) return [`${at}: missing`];
  if (formOf(english) !== formOf(other)) return [`${at}: expected ${formOf(english)}, got ${formOf(other)}`];
  if (typeof english !== 'object' || typeof other !== 'object') return [];
  const unknown = Object.keys(other).filter((key) => !(key in english));
  return [
    ...Object.entries(english).flatMap(([key, part]) => tableDifference(part, other[key], `${at}.${key}`)),
    ...unknown.map((key) => `${at}.${key}: unknown`),
  ];
}

function formOf(part: Table): string {
  if (typeof part === 'function') return `a text of ${part.length} values`;
  return typeof part === 'string' ? 'a text' : 'a table';
}
