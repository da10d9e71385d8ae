import type { Cache, NodeResult } from './cache.ts';
import type { SavedPicture } from './define-node.ts';
import type { LiveGraph } from './live-graph.ts';
import { signatureOf } from './signature.ts';
import type { Folders } from './sockets.ts';
import { walk } from './walk.ts';

/** Whether a file that a cached node shows is still there. */
export type IsThere = (file: SavedPicture) => Promise<boolean>;

/** What the nodes of one run gave, here or in a run before; it stays until all that takes it is done. */
export class Results {
  readonly #graph: LiveGraph;
  readonly #cache: Cache;
  readonly #signatures = new Map<string, string>();
  readonly #signed = new Set<string>();
  readonly #held = new Map<string, NodeResult>();
  readonly #takers = new Map<string, Set<string>>();

  constructor(graph: LiveGraph, cache: Cache) {
    this.#graph = graph;
    this.#cache = cache;
  }

  /** Signs all nodes and tells the cache that their run begins; answers which have a result already. */
  async begin(folders: Folders, isThere: IsThere): Promise<string[]> {
    const { ids } = this.#graph;
    await this.sign(ids, folders);
    this.#cache.begin(new Set(this.#signatures.values()));
    for (const id of ids)
      if (this.#graph.definition(id).isOutput === true) await this.#checkFiles(id, isThere);
    return ids.filter((id) => this.#cached(id) !== undefined);
  }

  /** Computes the signatures of nodes from those of all that feeds them. */
  async sign(ids: readonly string[], folders: Folders): Promise<void> {
    const unsigned = (each: string) =>
      this.#graph
        .links(each)
        .map(({ from }) => from)
        .filter((from) => !this.#signed.has(from));
    for (const id of walk(ids, unsigned)) {
      const [node, definition] = [this.#graph.node(id), this.#graph.definition(id)];
      const signing = signatureOf(node, definition, this.#signatures, folders);
      const signature = signing instanceof Promise ? await signing : signing;
      this.#signed.add(id);
      if (signature !== undefined) this.#signatures.set(id, signature);
    }
  }

  /** The result of a node, if there is one. */
  of(id: string): NodeResult | undefined {
    const held = this.#held.get(id);
    if (held) return held;
    const cached = this.#cached(id);
    if (cached && (this.#takers.get(id)?.size ?? 0) > 0) this.#held.set(id, cached);
    return cached;
  }

  /** Keeps what a node gave, for this run and for later ones. */
  keep(id: string, result: NodeResult): void {
    this.#held.set(id, result);
    const signature = this.#signatures.get(id);
    const { parent } = this.#graph.node(id);
    const owner = parent === undefined ? undefined : this.#signatures.get(parent);
    if (signature !== undefined) this.#cache.set(signature, result, owner);
  }

  /** Notes that a node will take what another gives. */
  willTake(id: string, supplier: string): void {
    this.#takers.set(supplier, (this.#takers.get(supplier) ?? new Set()).add(id));
  }

  /** Lets go of what no node that is still to run takes; what no signature finds again stays. */
  letGo(done: string, suppliers: readonly string[]): void {
    for (const supplier of suppliers) this.#takers.get(supplier)?.delete(done);
    for (const id of [done, ...suppliers])
      if ((this.#takers.get(id)?.size ?? 0) === 0 && this.#signatures.has(id)) this.#held.delete(id);
  }

  #cached(id: string): NodeResult | undefined {
    const signature = this.#signatures.get(id);
    return signature === undefined ? undefined : this.#cache.get(signature);
  }

  /** Forgets a result whose files are gone, so that its node writes them again. */
  async #checkFiles(id: string, isThere: IsThere): Promise<void> {
    const files = Object.values(this.#cached(id)?.ui ?? {}).flatMap((shown) => shown.filter(isFile));
    for (const file of files) {
      if (await isThere(file)) continue;
      this.#cache.remove(this.#signatures.get(id) ?? '');
      return;
    }
  }
}

function isFile(shown: unknown): shown is SavedPicture {
  if (typeof shown !== 'object' || shown === null) return false;
  const { filename, subfolder, type } = shown as Partial<Record<string, unknown>>;
  return [filename, subfolder, type].every((text) => typeof text === 'string');
}
