/** EXIF data (TIFF) with one folder of texts by tag, as Pillow writes them, in either order of bytes. */
export function exifWith(
  texts: readonly (readonly [tag: number, text: string | Uint8Array])[],
  order: 'II' | 'MM' = 'II',
): Uint8Array {
  const isLittle = order === 'II';
  const start = 8 + 2 + texts.length * 12 + 4;
  const contents = texts.map(([, text]) =>
    typeof text === 'string' ? Buffer.from(`${text}\0`, 'utf8') : Buffer.from(text),
  );
  const head = Buffer.alloc(start);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  head.write(order, 0, 'latin1');
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, texts.length, isLittle);
  let at = start;
  texts.forEach(([tag, text], index) => {
    const entry = 10 + index * 12;
    const length = contents[index]?.length ?? 0;
    view.setUint16(entry, tag, isLittle);
    view.setUint16(entry + 2, typeof text === 'string' ? 2 : 7, isLittle);
    view.setUint32(entry + 4, length, isLittle);
    view.setUint32(entry + 8, at, isLittle);
    at += length;
  });
  return Buffer.concat([head, ...contents]);
}

/** The frame of a WebP with an EXIF chunk behind a picture chunk of odd length. */
export function webpWith(exif: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from('WEBP'), riff('VP8 ', Buffer.from([1, 2, 3])), riff('EXIF', exif)]);
  return riff('RIFF', body);
}

function riff(name: string, content: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), length, content, Buffer.alloc(content.length % 2)]);
}

/** The beginning of a JPEG with an APP0 and an EXIF segment. */
export function jpegWith(exif: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0')),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif])),
    Buffer.from([0xff, 0xda, 0, 2]),
  ]);
}

function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
