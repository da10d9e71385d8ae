/** Who wants to be told, once, that a job has ended. */
export class Watchers {
  readonly #of = new Map<string, Set<() => void>>();

  /** The jobs that somebody watches. */
  get ids(): string[] {
    return [...this.#of.keys()];
  }

  /** Takes a listener in; answers what takes it out again. */
  add(id: string, ended: () => void): () => void {
    const listeners = this.#of.get(id) ?? new Set();
    this.#of.set(id, listeners.add(ended));
    return () => {
      listeners.delete(ended);
      if (listeners.size === 0 && this.#of.get(id) === listeners) this.#of.delete(id);
    };
  }

  /** Tells all who watch a job; they are told no more. */
  tell(id: string): void {
    const listeners = this.#of.get(id);
    this.#of.delete(id);
    for (const ended of listeners ?? []) ended();
  }
}
