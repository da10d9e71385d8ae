/** One entry of a zip; method 8 is deflate. */
export interface StoredEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
}

/** A zip file of entries that lie as they are, as torch.save writes them (without checksums). */
export function storedZip(entries: readonly StoredEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, method = 0 } of entries) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(bytes.length, 20);
    central.writeUInt32LE(bytes.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), Buffer.from(bytes));
    centrals.push(central, Buffer.from(name));
    offset += 30 + name.length + bytes.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A short text pushed onto the pickle's stack. */
export const text = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;

/** Sizes of a tensor that `tensorPickle` names. */
export interface PickledTensor {
  readonly elements: number;
  readonly offset: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];
}

/** The pickle of `{'w': tensor}` over the storage "0" of 32-bit floats; every number below 256. */
export function tensorPickle({ elements, offset, dims, strides }: PickledTensor): Uint8Array {
  const tuple = (list: readonly number[]): (number | string)[] => [
    '(',
    ...list.flatMap((n) => ['K', n]),
    't',
  ];
  return opcodes(
    ['\x80', 2, '}', text('w'), 'ctorch._utils\n_rebuild_tensor_v2\n', '(', '('],
    [text('storage'), 'ctorch\nFloatStorage\n', text('0'), text('cpu'), 'K', elements, 'tQ'],
    ['K', offset, ...tuple(dims), ...tuple(strides), '\x89', 'ccollections\nOrderedDict\n)R', 'tRs.'],
  );
}

/** Pickle opcodes and texts after one another: numbers are bytes, texts are Latin-1. */
export const opcodes = (...lists: readonly (readonly (number | string)[])[]): Uint8Array =>
  Buffer.concat(
    lists
      .flat()
      .map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'latin1'))),
  );

/** What torch.save would write of this pickle and one storage. */
export const torchFile = (pickle: Uint8Array, storage: Uint8Array = new Uint8Array()): Buffer =>
  storedZip([
    { name: 'archive/data.pkl', bytes: pickle },
    { name: 'archive/data/0', bytes: storage },
  ]);
