/** The version of the messages `graph.…`, by which a whole run goes over one socket. */
export const PROTOCOL_VERSION = 1;

/** No binary frame is longer than this, its head included. */
export const MAX_FRAME = 2 ** 20;

/** The first four bytes of a frame: bytes of an upload (client to server), or of a picture (server to client). */
export const FRAME = { upload: 16, picture: 17 } as const;

const HEAD = 8;

/** A binary frame: big-endian kind and stream, then bytes. */
export interface Frame {
  readonly kind: number;
  /** Tells several uploads or pictures apart that are on their way at the same time. */
  readonly stream: number;
  readonly bytes: Uint8Array;
}

/** Cuts bytes into frames. */
export function* framesOf(
  kind: number,
  stream: number,
  bytes: Uint8Array,
): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += MAX_FRAME - HEAD) {
    const part = bytes.subarray(at, at + MAX_FRAME - HEAD);
    const frame = new Uint8Array(HEAD + part.length);
    const view = new DataView(frame.buffer);
    view.setUint32(0, kind);
    view.setUint32(4, stream);
    frame.set(part, HEAD);
    yield frame;
  }
}

/** Reads a frame; undefined when it has no head. */
export function readFrame(frame: Uint8Array): Frame | undefined {
  if (frame.length < HEAD) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return { kind: view.getUint32(0), stream: view.getUint32(4), bytes: frame.subarray(HEAD) };
}
