import { CheckpointError } from './checkpoint.ts';

/** A global that a pickle names: a token, never anything that runs. */
export interface Token {
  readonly kind: 'token';
  readonly name: string;
}

/** What a call of a token on arguments would have made; the reader of tensors knows which ones mean something. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Value[];
}

/** A reference to a stored piece of bytes. */
export interface Persistent {
  readonly kind: 'persistent';
  readonly id: readonly Value[];
}

/** An inert value of the restricted pickle machine. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | Token
  | Call
  | Persistent;

const MARK = Symbol('mark');
const LIMIT = { opcodes: 5_000_000, stack: 1_000_000, text: 2 ** 20 };

/** Globals that published weight files carry. Everything else is refused by name. */
const ALLOWED = new Set([
  'torch._utils _rebuild_tensor_v2',
  'torch._utils _rebuild_parameter',
  'torch.nn.parameter Parameter',
  'collections OrderedDict',
  'torch Size',
  // What training left in old Stable Diffusion files, beside their weights; read as tokens and thrown away.
  'pytorch_lightning.callbacks.model_checkpoint ModelCheckpoint',
  'numpy.core.multiarray scalar',
  'numpy dtype',
  '_codecs encode',
  'torch device',
  'argparse Namespace',
  ...['Float', 'Double', 'Half', 'BFloat16', 'Long', 'Int', 'Short', 'Char', 'Byte', 'Bool'].map(
    (t) => `torch ${t}Storage`,
  ),
]);

/**
 * Runs a pickle on a machine that computes inert values only: nothing is imported, nothing is called.
 * Source: the pickle protocols 2 to 5, restricted to the opcodes that `torch.save` writes for state dicts.
 * @throws CheckpointError naming the opcode or the global that is not allowed
 */
export function unpickle(bytes: Uint8Array, where: string): Value {
  const machine = new Machine(bytes, where);
  const value = machine.run();
  machine.end();
  return value;
}

/**
 * Runs the pickle that begins at a place of a stream.
 * @returns its value, the place behind it, and the stored pieces that it refers to
 * @throws CheckpointError as `unpickle` does
 */
export function unpickleAt(
  bytes: Uint8Array,
  start: number,
  where: string,
): [value: Value, end: number, references: readonly Persistent[]] {
  const machine = new Machine(bytes.subarray(start), where);
  const value = machine.run();
  return [value, start + machine.position, machine.references];
}

class Machine {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly where: string;
  position = 0;
  readonly references: Persistent[] = [];
  private readonly stack: (Value | typeof MARK)[] = [];
  private readonly memo = new Map<number, Value>();

  constructor(bytes: Uint8Array, where: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.where = where;
  }

  run(): Value {
    for (let count = 0; count < LIMIT.opcodes; count += 1) {
      const opcode = this.byte();
      if (opcode === 0x2e) return this.stop();
      const act = OPCODES.get(opcode);
      if (act === undefined)
        throw this.error(`expected an opcode of a state dict, got 0x${opcode.toString(16)}`);
      act(this);
      if (this.stack.length > LIMIT.stack)
        throw this.error('expected a smaller stack, got over a million values');
    }
    throw this.error(`expected at most ${LIMIT.opcodes} opcodes, got more`);
  }

  private stop(): Value {
    const value = this.pop();
    if (this.stack.length > 0) throw this.error('expected one value at the end, got more');
    return value;
  }

  end(): void {
    if (this.position !== this.bytes.length)
      throw this.error('expected the end of the pickle, got more bytes behind it');
  }

  error(text: string): CheckpointError {
    return new CheckpointError(`${this.where}: ${text}`);
  }

  take(n: number): Uint8Array {
    if (this.position + n > this.bytes.length)
      throw this.error(`expected ${n} more bytes, the pickle ends (truncated?)`);
    this.position += n;
    return this.bytes.subarray(this.position - n, this.position);
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  integer(size: 1 | 2 | 4): number {
    this.take(size);
    const at = this.position - size;
    if (size === 1) return this.view.getUint8(at);
    return size === 2 ? this.view.getUint16(at, true) : this.view.getUint32(at, true);
  }

  signed(): number {
    return this.integer(4) | 0;
  }

  double(): number {
    this.take(8);
    return this.view.getFloat64(this.position - 8, false);
  }

  long(size: number): bigint {
    let value = 0n;
    const bytes = this.take(size);
    for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i] ?? 0);
    return BigInt.asIntN(Math.max(1, size * 8), value);
  }

  text(size: number): string {
    if (size > LIMIT.text) throw this.error(`expected texts of at most ${LIMIT.text} bytes, got ${size}`);
    const bytes = this.take(size);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw this.error('expected text in UTF-8, got other bytes');
    }
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) throw this.error('expected the end of a line, the pickle ends');
    const text = this.text(end - this.position);
    this.position += 1;
    return text;
  }

  push(value: Value | typeof MARK): void {
    this.stack.push(value);
  }

  pop(): Value {
    const value = this.stack.pop();
    if (value === undefined || value === MARK) throw this.error('expected a value on the stack, got none');
    return value;
  }

  top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  toMark(): Value[] {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) throw this.error('expected a mark on the stack, got none');
    return this.stack.splice(at).slice(1) as Value[];
  }

  remember(index: number): void {
    this.memo.set(index, this.top());
  }

  memoSize(): number {
    return this.memo.size;
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.error(`expected memo ${index} to be set, it is not`);
    this.push(value);
  }

  global(module: string, name: string): void {
    const full = `${module} ${name}`;
    if (!ALLOWED.has(full)) {
      const hint = module.startsWith('torch.nn.modules')
        ? ' (a whole module was saved: save state_dict())'
        : '';
      throw this.error(
        `expected weights only, this file asks Python for ${module}.${name}; it was not opened${hint}`,
      );
    }
    this.push({ kind: 'token', name: full });
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isToken(callee) || !Array.isArray(args))
      throw this.error('expected a known name and its arguments, got other values');
    this.push(
      callee.name === 'collections OrderedDict' ? new Map() : { kind: 'call', name: callee.name, args },
    );
  }

  refer(id: readonly Value[]): void {
    const reference: Persistent = { kind: 'persistent', id };
    this.references.push(reference);
    this.push(reference);
  }

  /** State of an OrderedDict or Parameter carries no weights and is dropped. */
  build(): void {
    this.pop();
    const target = this.top();
    if (!(target instanceof Map) && !isCall(target))
      throw this.error('expected state for a dictionary, got it for another value');
  }

  append(items: readonly Value[]): void {
    const target = this.top();
    if (!Array.isArray(target)) throw this.error('expected a list to append to, got another value');
    for (const item of items) target.push(item);
  }

  set(items: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof Map) || items.length % 2 !== 0)
      throw this.error('expected a dictionary and pairs, got other values');
    for (let i = 0; i < items.length; i += 2) target.set(items[i] ?? null, items[i + 1] ?? null);
  }
}

export const isToken = (value: Value | undefined): value is Token =>
  (value as Token | null | undefined)?.kind === 'token';
export const isCall = (value: Value | undefined): value is Call =>
  (value as Call | null | undefined)?.kind === 'call';
export const isPersistent = (value: Value | undefined): value is Persistent =>
  (value as Persistent | null | undefined)?.kind === 'persistent';

const lastOf = (m: Machine, n: number): Value[] => Array.from({ length: n }, () => m.pop()).reverse();

const OPCODES = new Map<number, (m: Machine) => void>([
  [0x80, (m) => void m.byte()], // PROTO
  [0x95, (m) => void m.take(8)], // FRAME
  [0x28, (m) => m.push(MARK)],
  [0x4e, (m) => m.push(null)],
  [0x88, (m) => m.push(true)],
  [0x89, (m) => m.push(false)],
  [0x4a, (m) => m.push(m.signed())], // BININT
  [0x4b, (m) => m.push(m.integer(1))],
  [0x4d, (m) => m.push(m.integer(2))],
  [0x8a, (m) => m.push(m.long(m.byte()))], // LONG1
  [0x47, (m) => m.push(m.double())],
  [0x58, (m) => m.push(m.text(m.integer(4)))], // BINUNICODE
  [0x8c, (m) => m.push(m.text(m.byte()))],
  [0x55, (m) => m.push(m.text(m.byte()))], // SHORT_BINSTRING
  [0x29, (m) => m.push([])], // EMPTY_TUPLE
  [0x5d, (m) => m.push([])],
  [0x7d, (m) => m.push(new Map())],
  [0x74, (m) => m.push(m.toMark())], // TUPLE
  [0x85, (m) => m.push(lastOf(m, 1))],
  [0x86, (m) => m.push(lastOf(m, 2))],
  [0x87, (m) => m.push(lastOf(m, 3))],
  [0x61, (m) => m.append([m.pop()])],
  [0x65, (m) => m.append(m.toMark())],
  [0x73, (m) => m.set(lastOf(m, 2))], // SETITEM
  [0x75, (m) => m.set(m.toMark())],
  [0x71, (m) => m.remember(m.byte())], // BINPUT
  [0x72, (m) => m.remember(m.integer(4))],
  [0x68, (m) => m.recall(m.byte())],
  [0x6a, (m) => m.recall(m.integer(4))],
  [0x94, (m) => m.remember(m.memoSize())], // MEMOIZE
  [0x63, (m) => m.global(m.line(), m.line())],
  [0x93, (m) => m.global(...(lastOf(m, 2).map(String) as [string, string]))], // STACK_GLOBAL
  [0x51, (m) => m.refer(idOf(m))], // BINPERSID
  [0x52, (m) => m.call()],
  [0x81, (m) => m.call()],
  [0x62, (m) => m.build()],
]);

function idOf(m: Machine): readonly Value[] {
  const id = m.pop();
  if (!Array.isArray(id)) throw m.error('expected a storage reference, got another value');
  return id;
}
