const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A 2×2 red PNG with chunks of text right after its header. */
export function pngWith(texts: readonly (readonly [type: string, content: string])[] = []): Uint8Array {
  const chunks = texts.map(([type, content]) =>
    chunk(type, Buffer.from(content, type === 'iTXt' ? 'utf8' : 'latin1')),
  );
  return Buffer.concat([SIGNATURE, HEADER, ...chunks, PIXELS, END]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(content.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crcOf(body), body.length + 4);
  return whole;
}

/** CRC-32 as PNG has it (ISO 3309). */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const HEADER = chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]));
// Two rows of filter byte 0 and two red pixels, as one stored deflate block.
const ROWS = Buffer.from([0, 255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0]);
const PIXELS = chunk(
  'IDAT',
  Buffer.concat([Buffer.from([0x78, 0x01, 1, ROWS.length, 0, 255 - ROWS.length, 255]), ROWS, adler(ROWS)]),
);
const END = chunk('IEND', Buffer.alloc(0));

function adler(bytes: Uint8Array): Buffer {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return Buffer.from([b >> 8, b & 255, a >> 8, a & 255]);
}
