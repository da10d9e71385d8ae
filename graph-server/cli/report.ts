import type { Prompt } from '../../ui/src/model/prompt.ts';
import type { Message } from '../ws/messages.ts';
import { isRecord } from '../queue/output-files.ts';

/** Tells a person or a program how a run goes. */
export interface Report {
  message(message: Message): void;
  saved(path: string, node: string): void;
  ended(state: string, reason?: string): void;
}

type Line = Readonly<Record<string, unknown>>;

/** One JSON object a line: start, cached, executing, progress, told, executed for each node, saved, and the end. */
export function jsonReport(prompt: Prompt, print: (line: string) => void): Report {
  const follow = new NodeEvents(prompt);
  const write = (line: Line) => {
    print(JSON.stringify(line));
  };
  return {
    message: (message) => {
      follow.read(message).forEach(write);
    },
    saved: (path, node) => {
      write({ event: 'saved', node, path });
    },
    ended: (state, reason) => {
      write({ event: state, ...(reason === undefined ? {} : { reason }) });
    },
  };
}

const BAR = 24;

/** A bar that moves on a terminal; elsewhere one line a node. */
export function textReport(
  prompt: Prompt,
  stream: { isTTY?: boolean; write(text: string): unknown },
): Report {
  const follow = new NodeEvents(prompt);
  const clear = stream.isTTY === true ? '\r\x1b[K' : '';
  return {
    message: (message) => {
      for (const { event, title, value, max, text } of follow.read(message)) {
        if (stream.isTTY === true && event === 'executing') stream.write(`${clear}${String(title)} …`);
        else if (stream.isTTY === true && event === 'progress')
          stream.write(`${clear}${String(title)} ${bar(Number(value), Number(max))}`);
        else if (event === 'told') stream.write(`${clear}${String(title)}: ${String(text)}\n`);
        else if (event === 'executed' || event === 'cached')
          stream.write(`${clear}${String(title)}: ${event === 'cached' ? 'as before' : 'done'}\n`);
      }
    },
    saved: (path) => stream.write(`${clear}${path}\n`),
    ended: (state, reason) => {
      if (state !== 'success') stream.write(`${clear}${reason ?? state}\n`);
    },
  };
}

function bar(value: number, max: number): string {
  const filled = Math.round((BAR * Math.min(value, max)) / Math.max(max, 1));
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${value}/${max}`;
}

/** Turns the protocol's messages into what happened to each node. */
class NodeEvents {
  readonly #prompt: Prompt;
  readonly #running = new Set<string>();

  constructor(prompt: Prompt) {
    this.#prompt = prompt;
  }

  read({ type, data }: Message): Line[] {
    if (!isRecord(data)) return [];
    const { node, nodes } = data;
    if (type === 'execution_cached' && Array.isArray(nodes))
      return nodes.map((id) => this.#line('cached', String(id)));
    if (type === 'executing' && typeof node === 'string') return this.#starts(node);
    if (type === 'executed' && typeof node === 'string')
      return textsOf(data['output']).map((text) => ({ ...this.#line('told', node), text }));
    if (type === 'progress' && typeof node === 'string')
      return [{ ...this.#line('progress', node), value: data['value'], max: data['max'] }];
    if (type === 'progress_state' && isRecord(nodes)) return this.#finished(nodes);
    return [];
  }

  #starts(node: string): Line[] {
    if (this.#running.has(node)) return []; // a node that asked for a lazy input begins again
    this.#running.add(node);
    return [this.#line('executing', node)];
  }

  #finished(nodes: Record<string, unknown>): Line[] {
    const done = [...this.#running].filter((id) => {
      const state = nodes[id];
      return isRecord(state) && state['state'] === 'finished';
    });
    return done.map((id) => {
      this.#running.delete(id);
      return this.#line('executed', id);
    });
  }

  #line(event: string, id: string): Line {
    const node = this.#prompt[id];
    return {
      event,
      node: id,
      class_type: node?.class_type ?? '',
      title: node?._meta?.title ?? node?.class_type ?? id,
    };
  }
}

/** What a node tells in words. */
const textsOf = (output: unknown): string[] => {
  const texts = isRecord(output) ? output['text'] : undefined;
  return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
};
