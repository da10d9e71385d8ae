import { readGraphText, type GraphFile, type ReadOptions } from './graph-text.ts';
import { graphTexts, isPictureBytes } from './picture-text.ts';

export { readGraphText, type GraphFile } from './graph-text.ts';

/**
 * Reads a graph from the bytes of a file: JSON of either format, or a PNG, JPEG or WebP that carries one.
 * @throws an Error of one sentence that begins with the file's name
 */
export function readGraphFile(bytes: Uint8Array, name: string, options: ReadOptions = {}): GraphFile {
  if (!isPictureBytes(bytes)) return readGraphText(decoded(bytes, name), name, options);
  const texts = graphTexts(bytes);
  if (texts.length === 0)
    throw new Error(`${name}: expected a picture with a workflow inside, got one without`);
  return firstGraph(texts, name, options);
}

/** Where the workflow of a picture cannot be read, its prompt may; the sentence is about the first. */
function firstGraph(
  [text = '', ...others]: readonly string[],
  name: string,
  options: ReadOptions,
): GraphFile {
  try {
    return readGraphText(text, name, options);
  } catch (error) {
    for (const other of others) {
      try {
        return readGraphText(other, name, options);
      } catch {
        continue;
      }
    }
    throw error;
  }
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name}: expected a JSON file or a PNG, JPEG or WebP picture, got other bytes`);
  }
}
