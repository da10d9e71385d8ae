const UNITS = 1000;
const ADVANCE = 500;
const [ASCENT, DESCENT] = [800, -200];

/** Big-endian fields: a number of bytes, and the value. */
type Fields = readonly (readonly [size: 1 | 2 | 4, value: number])[];

/**
 * A TrueType font in which every character is a blank half an em wide: text keeps its place and paints nothing, so that
 * pictures of a page do not depend on the fonts of a machine.
 */
export function blankFont(): Buffer {
  const tables: Readonly<Record<string, Buffer>> = {
    'OS/2': os2(),
    cmap: cmap(),
    glyf: packed([
      ...shorts(1, 0, 0, 0, 0),
      ...shorts(2, 0),
      [1, 0x31],
      [1, 0x31],
      [1, 0x31],
      [1, 0],
      [2, 0],
    ]),
    head: head(),
    hhea: packed([
      [4, 0x10000],
      ...shorts(ASCENT, DESCENT, 0, ADVANCE, 0, 0, ADVANCE, 1),
      ...zeros(7),
      [2, 2],
    ]),
    hmtx: packed(shorts(ADVANCE, 0, ADVANCE, 0)),
    loca: packed(shorts(0, 0, 10)), // glyph 0 is empty, glyph 1 is 20 bytes; offsets are halved
    maxp: packed([[4, 0x10000], ...shorts(2, 3, 1, 0, 0, 2), ...zeros(8)]),
    name: packed(shorts(0, 0, 6)),
    post: packed([[4, 0x30000], [4, 0], ...shorts(-100, 50), ...zeros(10)]),
  };
  return joined(tables);
}

/** Format 13: all of Unicode is glyph 1. */
function cmap(): Buffer {
  const table: Fields = [
    ...shorts(0, 1, 3, 10),
    [4, 12],
    ...shorts(13, 0),
    [4, 28],
    [4, 0],
    [4, 1],
    [4, 0x20],
    [4, 0x10ffff],
    [4, 1],
  ];
  return packed(table);
}

function head(): Buffer {
  return packed([
    [4, 0x10000],
    [4, 0x10000],
    [4, 0],
    [4, 0x5f0f3cf5],
    ...shorts(0x0b, UNITS),
    ...zeros(8), // made and changed: 1904
    ...shorts(0, 0, 0, 0, 0, 8, 2, 0, 0),
  ]);
}

function os2(): Buffer {
  return packed([
    ...shorts(4, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
    ...zeros(5), // panose
    ...zeros(8), // ranges of characters
    [4, 0x626c616e], // vendor
    ...shorts(0x40, 0x20, 0xffff, ASCENT, DESCENT, 0, ASCENT, -DESCENT),
    [4, 1],
    [4, 0],
    ...shorts(500, 700, 0, 0x20, 0),
  ]);
}

function joined(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables).sort();
  let offset = 12 + 16 * names.length;
  const entries: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const name of names) {
    const body = tables[name] ?? Buffer.alloc(0);
    const whole = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    entries.push(
      Buffer.from(name),
      packed([
        [4, sumOf(whole)],
        [4, offset],
        [4, body.length],
      ]),
    );
    bodies.push(whole);
    offset += whole.length;
  }
  const power = 2 ** Math.floor(Math.log2(names.length));
  const start: Fields = [
    [4, 0x10000],
    ...shorts(names.length, power * 16, Math.log2(power), (names.length - power) * 16),
  ];
  return Buffer.concat([packed(start), ...entries, ...bodies]);
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}

function packed(fields: Fields): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) {
    bytes.writeUIntBE(value < 0 ? value + 2 ** (8 * size) : value, at, size);
    at += size;
  }
  return bytes;
}

const shorts = (...values: readonly number[]): Fields => values.map((value) => [2, value]);
const zeros = (shortCount: number): Fields => shorts(...Array.from({ length: shortCount }, () => 0));
