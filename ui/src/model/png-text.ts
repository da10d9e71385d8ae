const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** The workflow that a PNG carries, else its API prompt, as JSON text; undefined without either. */
export function graphTextOfPng(bytes: Uint8Array): string | undefined {
  const texts = pngTexts(bytes);
  return texts.get('workflow') ?? texts.get('prompt');
}

/** The uncompressed text chunks (tEXt, iTXt) of a PNG by keyword; a broken chunk ends the walk. */
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
  if (type === 'tEXt') return [keyword, latin1(chunk.subarray(nul + 1))];
  if (type !== 'iTXt' || chunk[nul + 1] !== 0) return undefined;
  const language = chunk.indexOf(0, nul + 3);
  const translated = language < 0 ? -1 : chunk.indexOf(0, language + 1);
  return translated < 0 ? undefined : [keyword, new TextDecoder().decode(chunk.subarray(translated + 1))];
}

/** Byte for byte, unlike TextDecoder, whose `latin1` is windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
