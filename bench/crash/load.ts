import { randomUUID } from 'node:crypto';

/** Clients that submit jobs one after the other, each of which writes one picture, and note what was accepted. */
export class Load {
  /** The beginning of the picture's name, by the id of its accepted job. */
  readonly accepted = new Map<string, string>();
  readonly #url: () => string;
  readonly #clients: number;
  #count = 0;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(url: () => string, clients: number) {
    this.#url = url;
    this.#clients = clients;
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: this.#clients }, () => this.#submitOn()));
  }

  /** Ends the load; answers when the last request is answered or given up. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #submitOn(): Promise<void> {
    while (!this.#isOver) {
      const [id, prefix] = [randomUUID(), `job${(this.#count += 1)}_`];
      await this.#submit(id, prefix);
      await pause(40);
    }
  }

  /** A request that got no answer is repeated with the same id: that must not make a second job. */
  async #submit(id: string, prefix: string): Promise<void> {
    const body = JSON.stringify({ prompt: promptOf(prefix), prompt_id: id });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await fetch(`${this.#url()}/prompt`, { method: 'POST', body }).catch(() => undefined);
      if (answer?.status === 200) {
        this.accepted.set(id, prefix);
        return;
      }
      await pause(100);
    }
  }
}

/** A sample photograph, scaled and saved: real pictures at little cost. */
function promptOf(prefix: string): object {
  return {
    '1': { class_type: 'LoadImage', inputs: { image: 'sample-canoe.png' } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
