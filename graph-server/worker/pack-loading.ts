import type { ChildProcess } from 'node:child_process';
import { LOAD_MS, leftOut } from './load-packs.ts';

/** Signals by which a process ends through its own fault; whoever sends another one means the process, not its pack. */
const CRASHES = new Set<NodeJS.Signals>(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGTRAP']);
/** How much later than the process itself its parent gives a pack up that does not end loading. */
const GRACE_MS = 10_000;

/** The packs that a process loads, from its parent's side: one that ends or blocks the process is left out from then on. */
export class PackLoading {
  readonly #packs: readonly string[];
  readonly #onFault: (sentence: string) => void;
  readonly #limitMs: number;
  readonly #leftOut = new Set<string>();
  #current: string | undefined;
  #isLate = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(packs: readonly string[], onFault: (sentence: string) => void, limitMs = LOAD_MS + GRACE_MS) {
    this.#packs = packs;
    this.#onFault = onFault;
    this.#limitMs = limitMs;
  }

  /** The packs that the next process shall load. */
  get packs(): readonly string[] {
    return this.#packs.filter((pack) => !this.#leftOut.has(pack));
  }

  /** Notes which pack a process loads; null when it has loaded all. */
  begins(child: ChildProcess, pack: string | null): void {
    clearTimeout(this.#timer);
    this.#current = pack ?? undefined;
    this.#isLate = false;
    if (pack === null) return;
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      child.kill('SIGKILL');
    }, this.#limitMs);
    this.#timer.unref();
  }

  /** Whether a process that has ended did so through a pack, which is left out now: what was asked can be asked again. */
  isToBlame(code: number | null, signal: NodeJS.Signals | null): boolean {
    const [pack, isLate] = [this.#current, this.#isLate];
    clearTimeout(this.#timer);
    this.#current = undefined;
    if (pack === undefined || !(isLate || signal === null || CRASHES.has(signal))) return false;
    this.#leftOut.add(pack);
    const end = isLate
      ? `no end of its loading within ${this.#limitMs / 1000} s`
      : `the end of its process with ${signal ?? `code ${String(code)}`}`;
    this.#onFault(leftOut(pack, end));
    return true;
  }
}
