import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { decodePicture } from '../../../method/image/decode.ts';
import { encodePng } from '../../../method/image/encode.ts';
import { channelOf } from '../../../method/image/layout.ts';
import { tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { atomicWrite } from '../../files/atomic-write.ts';

/** A picture as the journal remembers it. */
export interface PictureRecord extends ScoredPicture {
  /** Hash of everything that decides the picture's pixels. */
  readonly config: string;
  /** Hash of everything that decides its scores but the pixels. */
  readonly judged: string;
}

const JOURNAL = 'pictures.jsonl';

/** The folder that a run writes; what it holds already is not drawn again. */
export class RunFolder {
  readonly path: string;
  readonly #records = new Map<string, PictureRecord>();
  readonly #made = new Set<string>();

  private constructor(path: string) {
    this.path = path;
  }

  /** Opens or makes the folder and reads its journal; a last line that was cut off is left out. */
  static async open(path: string): Promise<RunFolder> {
    await mkdir(path, { recursive: true });
    const folder = new RunFolder(path);
    const text = await readFile(join(path, JOURNAL), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const record = recordOf(line);
      if (record !== undefined) folder.#records.set(keyOf(record), record);
    }
    if (text !== '' && !text.endsWith('\n')) await appendFile(join(path, JOURNAL), '\n');
    return folder;
  }

  /** A folder that is read alone. @throws when it is not there */
  static async existing(path: string): Promise<RunFolder> {
    await readdir(path).catch((cause: unknown) => {
      throw new Error(`${path}: no such folder`, { cause });
    });
    return new RunFolder(path);
  }

  /** What is known of a picture. */
  record(picture: PictureName): PictureRecord | undefined {
    return this.#records.get(keyOf(picture));
  }

  /** Where a picture lies. */
  picturePath({ row, subject, prompt, seed }: PictureName): string {
    return join(this.path, 'images', row, subject, prompt, `${seed}.png`);
  }

  /** Writes a picture with its settings in the PNG's text. @param picture [1, H, W, 3], 0 … 1 */
  async savePicture(name: PictureName, picture: Tensor, settings: object): Promise<void> {
    const texts = { evaluation: JSON.stringify({ ...name, ...settings }) };
    await this.#save(this.picturePath(name), await encodePng(picture, texts));
  }

  /** Writes where a picture's gate was open. @param gate a square, 0 … 1 @returns it as its file has it, in 8 bits */
  async saveGate(name: PictureName, gate: Float32Array): Promise<Float32Array> {
    const side = Math.sqrt(gate.length);
    const grey = Float32Array.from({ length: 3 * gate.length }, (_, i) => gate[Math.floor(i / 3)] ?? 0);
    const map = eightBit(tensor(grey, [1, side, side, 3]));
    await this.#save(this.#gatePath(name), await encodePng(map));
    return channelOf(map, 0).data;
  }

  async #save(path: string, bytes: Uint8Array): Promise<void> {
    if (!this.#made.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
    this.#made.add(dirname(path));
    await writeFile(`${path}.part`, bytes); // not synced: thousands of pictures, each of which can be drawn again
    await rename(`${path}.part`, path);
  }

  /** The 8-bit picture [1, H, W, 3]; undefined when it is not there or damaged. */
  loadPicture(name: PictureName): Promise<Tensor | undefined> {
    return loaded(this.picturePath(name));
  }

  /** What `saveGate` wrote; undefined when it is not there or damaged. */
  async loadGate(name: PictureName): Promise<Float32Array | undefined> {
    const map = await loaded(this.#gatePath(name));
    return map && channelOf(map, 0).data;
  }

  #gatePath({ row, subject, prompt, seed }: PictureName): string {
    return join(this.path, 'gates', row, subject, prompt, `${seed}.png`);
  }

  /** Remembers a picture; the journal is complete after each line. */
  async remember(record: PictureRecord): Promise<void> {
    this.#records.set(keyOf(record), record);
    await appendFile(join(this.path, JOURNAL), `${JSON.stringify(record)}\n`);
  }

  /** Writes a file of the report. */
  async write(name: string, contents: string | Uint8Array): Promise<void> {
    await atomicWrite(join(this.path, name), contents);
  }
}

async function loaded(path: string): Promise<Tensor | undefined> {
  try {
    return (await decodePicture(await readFile(path), path)).image;
  } catch {
    return undefined; // it is drawn again
  }
}

/** What tells one picture of a run from all others. */
export type PictureName = Pick<ScoredPicture, 'row' | 'subject' | 'prompt' | 'seed'>;

const keyOf = ({ row, subject, prompt, seed }: PictureName): string => `${row}/${subject}/${prompt}/${seed}`;

/** SHA-256 of something that JSON can write; the order of keys counts. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** SHA-256 of a picture's 8-bit pixels and its size. @param picture [1, H, W, 3], multiples of 1/255 */
export function pixelHash({ dims, data }: Tensor): string {
  const bytes = Uint8Array.from(data, (value) => Math.round(value * 255));
  return createHash('sha256')
    .update(`${dims[2] ?? 0}x${dims[1] ?? 0} `)
    .update(bytes)
    .digest('hex');
}

/** What a picture's file holds: 8 bits a channel, the whole part of 255·x. */
export const eightBit = ({ dims, data }: Tensor): Tensor => ({
  dims,
  data: data.map((x) => (Math.trunc(Math.fround(255 * Math.min(1, Math.max(0, x)))) || 0) / 255), // NaN is black
});

const Text = v.string();

/** What every line of the journal has; the members that may be missing are not looked at. */
const RecordLine = v.looseObject({
  run: Text,
  row: Text,
  subject: Text,
  prompt: Text,
  kind: Text,
  seed: v.number(),
  scoredText: Text,
  idx: v.array(v.number()),
  values: v.record(Text, v.number()),
  hits: v.record(Text, v.boolean()),
  flags: v.array(Text),
  pixels: Text,
  config: Text,
  judged: Text,
});

function recordOf(line: string): PictureRecord | undefined {
  try {
    const parsed = v.safeParse(RecordLine, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
