/**
 * The members of a JSON object as their own text, so that `5`, `5.0` and 2⁶⁴ − 1 stay as they were written.
 * @param text a JSON object that was parsed before: here nothing is checked again
 */
export function jsonMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = text.indexOf('{') + 1;
  while (at < text.length) {
    at = skipTo(text, at, '"}');
    if (text[at] === '}') break;
    const keyEnd = stringEnd(text, at);
    const key = JSON.parse(text.slice(at, keyEnd)) as string;
    const from = text.indexOf(':', keyEnd) + 1;
    at = valueEnd(text, from);
    members.set(key, text.slice(from, at).trim());
  }
  return members;
}

function skipTo(text: string, from: number, marks: string): number {
  let at = from;
  while (at < text.length && !marks.includes(text[at] ?? '')) at += 1;
  return at;
}

/** Where a value ends: before the comma or bracket of the object that holds it. */
function valueEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (mark === '"') at = stringEnd(text, at) - 1;
    else if ('{['.includes(mark)) depth += 1;
    else if (depth === 0 && ',}'.includes(mark)) return at;
    else if ('}]'.includes(mark)) depth -= 1;
  }
  return text.length;
}

/** The place after the closing quote of a text that begins at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
