const SIGNATURE_LENGTH = 8;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TEXTS = new Set(['tEXt', 'iTXt', 'zTXt']);

/** Gives a PNG the text chunks of another picture, right after its header; a source that is no PNG has none. */
export function copyPngTexts(source: Uint8Array, target: Uint8Array): Uint8Array {
  const texts = chunksOf(source).filter(({ type }) => TEXTS.has(type));
  const header = chunksOf(target)[0];
  if (header === undefined) return target;
  const at = SIGNATURE_LENGTH + header.bytes.length;
  return Buffer.concat([target.subarray(0, at), ...texts.map(({ bytes }) => bytes), target.subarray(at)]);
}

/** The chunks of a PNG, whole with length and checksum; a chunk that is cut off ends the list. */
function chunksOf(picture: Uint8Array): { type: string; bytes: Uint8Array }[] {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const chunks = [];
  if (!bytes.subarray(0, SIGNATURE_LENGTH).equals(PNG)) return [];
  for (let at = SIGNATURE_LENGTH; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}
