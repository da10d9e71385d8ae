import { productSide, pytorchSide, type Published } from '../sides/published.ts';
import { Side } from '../sides/side.ts';

/** Which of the two that are compared. */
export type SideName = 'ours' | 'pytorch';

/** The two sides of a bundle and its files: a fresh process for each case, whose memory is its own, or one for all. */
export class Sides {
  readonly #start: Readonly<Record<SideName, () => Promise<Side>>>;
  readonly #isShared: boolean;
  readonly #open = new Map<SideName, Promise<Side>>();

  constructor(bundle: string, { sd, clip, global, local }: Published, isShared: boolean) {
    const { command, env } = pytorchSide();
    this.#isShared = isShared;
    this.#start = {
      ours: () => Side.start(productSide(), { bundle }),
      pytorch: () => Side.start(command, { sd, clip, global, local }, env),
    };
  }

  /** Does something with a side. */
  async during<T>(name: SideName, work: (side: Side) => Promise<T>): Promise<T> {
    const side = this.#open.get(name) ?? this.#start[name]();
    this.#open.set(name, side);
    try {
      return await work(await side);
    } finally {
      if (!this.#isShared) await this.close();
    }
  }

  /** Ends what is open. */
  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const side of all) await (await side).close();
  }
}
