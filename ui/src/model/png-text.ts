import { inflated } from './inflate.ts';
import { latin1 } from './latin1.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_INFLATED = 16 * 2 ** 20;

/** Whether bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * The texts of a PNG by keyword: chunks tEXt, zTXt and iTXt, and `comf`, which ComfyUI writes into animations.
 * A damaged chunk is skipped, one that is cut off ends the walk.
 */
export function pngTexts(bytes: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const type = latin1(bytes.subarray(at + 4, at + 8));
    const text = textOf(type, bytes.subarray(at + 8, end));
    if (text) texts.set(...text);
    at = end + 4;
  }
  return texts;
}

function textOf(type: string, chunk: Uint8Array): [keyword: string, text: string] | undefined {
  const nul = chunk.indexOf(0);
  if (nul < 1) return undefined;
  const keyword = latin1(chunk.subarray(0, nul));
  const rest = chunk.subarray(nul + 1);
  switch (type) {
    case 'tEXt':
    case 'comf':
      return [keyword, latin1(rest)];
    case 'zTXt': {
      const text = rest[0] === 0 ? inflated(rest.subarray(1), MAX_INFLATED) : undefined;
      return text && [keyword, latin1(text)];
    }
    case 'iTXt': {
      const text = internationalText(rest);
      return text && [keyword, new TextDecoder().decode(text)];
    }
    default:
      return undefined;
  }
}

/** What follows the keyword of an iTXt chunk: whether it is packed, how, a language, a translated keyword, the text. */
function internationalText(rest: Uint8Array): Uint8Array | undefined {
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return undefined;
  const text = rest.subarray(translated + 1);
  if (rest[0] === 0) return text;
  return rest[0] === 1 && rest[1] === 0 ? inflated(text, MAX_INFLATED) : undefined;
}
