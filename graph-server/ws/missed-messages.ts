import type { Message } from './messages.ts';

const LIMITS = { clients: 256, messages: 64 };
const TERMINAL = new Set(['execution_success', 'execution_error', 'execution_interrupted']);

/** How jobs ended while their clients had no socket; of many, the oldest are forgotten. */
export class MissedMessages {
  readonly #of = new Map<string, Message[]>();

  /** Keeps a message that ends a job; others say nothing later. */
  add(clientId: string, message: Message): void {
    if (!TERMINAL.has(message.type) && !isEndMarker(message)) return;
    const kept = this.#of.get(clientId) ?? [];
    this.#of.delete(clientId);
    this.#of.set(clientId, [...kept, message].slice(-LIMITS.messages));
    const [oldest] = this.#of.keys();
    if (this.#of.size > LIMITS.clients && oldest !== undefined) this.#of.delete(oldest);
  }

  /** What a client missed, once. */
  take(clientId: string): readonly Message[] {
    const kept = this.#of.get(clientId) ?? [];
    this.#of.delete(clientId);
    return kept;
  }
}

function isEndMarker({ type, data }: Message): boolean {
  return (
    type === 'executing' && typeof data === 'object' && data !== null && 'node' in data && data.node === null
  );
}
