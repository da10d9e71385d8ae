import { block } from '../../graph-server/engine/blocker.ts';
import { defineNode, definePack } from '../../graph-server/engine/define-node.ts';
import {
  flag,
  float,
  int,
  lazy,
  link,
  list,
  optional,
  rawLink,
  socket,
  text,
} from '../../graph-server/engine/sockets.ts';

const NUMBER = socket<number>('NUMBER');
const ANY = socket<unknown>('*');
const about = { category: 'test', description: '', displayName: '' };

/** Resolves waits of the nodes that only wait; a test sets it. */
export const clock: { wait: (name: string) => Promise<void> } = { wait: () => Promise.resolve() };

export const Value = defineNode({
  ...about,
  type: 'Value',
  inputs: { value: float({ default: 0, min: -1e6, max: 1e6 }) },
  outputs: { number: NUMBER },
  run: ({ value }) => ({ number: value }),
});

/** The numbers 0 … count − 1 as a list. */
export const Range = defineNode({
  ...about,
  type: 'Range',
  inputs: { count: int({ default: 3, min: 0, max: 1000 }), from: optional(link(NUMBER)) },
  outputs: { numbers: list(NUMBER), count: NUMBER },
  run: ({ count, from = 0 }) => ({ numbers: Array.from({ length: count }, (_, i) => i + from), count }),
});

/** A list that is no list. */
export const NoList = defineNode({
  ...about,
  type: 'NoList',
  inputs: {},
  outputs: { numbers: list(NUMBER) },
  run: () => ({ numbers: 5 as unknown as number[] }),
});

export const Sum = defineNode({
  ...about,
  type: 'Sum',
  inputs: { a: link(NUMBER), b: link(NUMBER), bias: optional(float({ default: 0, min: 0, max: 100 })) },
  outputs: { sum: NUMBER },
  run: ({ a, b, bias = 0 }) => ({ sum: a + b + bias }),
});

/** Takes whole lists; shows how it was called. */
export const Total = defineNode({
  ...about,
  type: 'Total',
  takesLists: true,
  isOutput: true,
  inputs: {
    numbers: link(NUMBER),
    bias: optional(float({ default: 0, min: 0, max: 100 })),
    more: optional(link(NUMBER)),
  },
  outputs: { total: NUMBER },
  run: ({ numbers, bias, more }) => ({
    total: [...numbers, ...(more ?? [])].reduce((sum, n) => sum + n, 0),
    ui: { lists: [[numbers, bias ?? null, more ?? null]] },
  }),
});

/** Shows each number it is called with; the key of each call's ui differs when asked. */
export const Tell = defineNode({
  ...about,
  type: 'Tell',
  isOutput: true,
  inputs: { any: optional(link(ANY)), second: optional(link(ANY)) },
  outputs: {},
  run: ({ any, second }) => ({ ui: { told: [second === undefined ? any : [any, second]] } }),
});

/** Shows the first input or the second by a mask from 0 to 1, and needs only what it shows. */
export const LazyMix = defineNode({
  ...about,
  type: 'LazyMix',
  inputs: { a: lazy(link(NUMBER)), b: lazy(link(NUMBER)), mask: link(NUMBER) },
  outputs: { mixed: NUMBER },
  needed: ({ a, b, mask = 0 }) => [
    ...(mask < 1 && a === undefined ? ['a'] : []),
    ...(mask > 0 && b === undefined ? ['b'] : []),
  ],
  run: ({ a = 0, b = 0, mask }) => ({ mixed: a * (1 - mask) + b * mask }),
});

/** Lazy, and never asks. */
export const Lazybones = defineNode({
  ...about,
  type: 'Lazybones',
  isOutput: true,
  inputs: { a: lazy(link(NUMBER)) },
  outputs: {},
  run: ({ a }) => ({ ui: { got: [a ?? 'nothing'] } }),
});

/** Asks for an input that nothing feeds. */
export const Greedy = defineNode({
  ...about,
  type: 'Greedy',
  isOutput: true,
  inputs: { a: optional(lazy(link(NUMBER))) },
  outputs: {},
  needed: () => ['a'],
  run: () => ({}),
});

/** Lets a number pass unless it is negative; `message` empty blocks silently. */
export const Gate = defineNode({
  ...about,
  type: 'Gate',
  inputs: { number: link(NUMBER), message: optional(text()) },
  outputs: { number: NUMBER, sign: NUMBER },
  run: ({ number, message = '' }) =>
    number < 0 ? block(message === '' ? undefined : message) : { number, sign: Math.sign(number) },
});

/** A list of which the odd items are blocked. */
export const EvenItems = defineNode({
  ...about,
  type: 'EvenItems',
  inputs: { count: int({ default: 3, min: 0, max: 100 }) },
  outputs: { numbers: list(NUMBER) },
  run: ({ count }) => ({ numbers: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? i : block())) }),
});

/** 1 + 2 + … + n by new nodes: one addition and itself. */
export const SumTo = defineNode({
  ...about,
  type: 'SumTo',
  inputs: { n: link(NUMBER) },
  outputs: { sum: NUMBER },
  run: ({ n }, { expansion }) => {
    if (n <= 1) return { sum: n };
    const graph = expansion();
    const less = graph.node('Value', { value: n - 1 });
    const rest = graph.node('SumTo', { n: less.output() });
    const sum = graph.node('Sum', {
      a: rest.output(),
      b: graph.node('Value', { value: n }).output(),
      bias: 0,
    });
    return graph.result({ sum: sum.output() });
  },
});

/** New nodes of which one shows a value that no JSON has; it shows something of its own too. */
export const Announce = defineNode({
  ...about,
  type: 'Announce',
  isOutput: true,
  inputs: { number: link(NUMBER), as: text() },
  outputs: { number: NUMBER },
  run: ({ number, as }, { expansion }) => {
    const graph = expansion();
    const place = as === '' ? {} : { displayId: as };
    graph.node('Tell', { any: { number } }, { id: 'tell', ...place });
    return graph.result({ number, ui: { own: [number] } });
  },
});

/** Passes the link on without looking at what it carries. */
export const Twice = defineNode({
  ...about,
  type: 'Twice',
  inputs: { number: rawLink(NUMBER) },
  outputs: { sum: NUMBER },
  run: ({ number }, { expansion }) => {
    const graph = expansion();
    return graph.result({ sum: graph.node('Sum', { a: number, b: number, bias: 0 }).output() });
  },
});

/** New nodes with a fault, by name. */
export const BadExpansion = defineNode({
  ...about,
  type: 'BadExpansion',
  inputs: { fault: text() },
  outputs: { number: NUMBER },
  run: ({ fault }, { expansion, nodeId }) => {
    const graph = expansion();
    if (fault === 'type') return graph.result({ number: graph.node('Gone').output() });
    if (fault === 'child') return graph.result({ number: graph.node('Throw', { say: 'child' }).output() });
    if (fault === 'slot') return graph.result({ number: graph.node('Value', { value: 1 }).output(5) });
    if (fault === 'none') return graph.result({});
    const own = { ...graph.node('Value', { value: 1 }).output(), from: nodeId, slot: 0 }; // a circle
    return graph.result({ number: graph.node('Sum', { a: own, b: own, bias: 0 }).output() });
  },
});

/** Waits for the clock; two of them overlap. */
export const Wait = defineNode({
  ...about,
  type: 'Wait',
  onlyWaits: true,
  inputs: { name: text(), after: optional(link(ANY)), number: optional(link(NUMBER)) },
  outputs: { number: NUMBER },
  run: async ({ name, number = 0 }, { progress }) => {
    await clock.wait(`${name}${number === 0 ? '' : number}`);
    progress(1, 1);
    return { number };
  },
});

/** As Wait, and does not say that it only waits. */
export const Hold = defineNode({
  ...about,
  type: 'Hold',
  inputs: { name: text() },
  outputs: { number: NUMBER },
  run: async ({ name }) => {
    await clock.wait(name);
    return { number: 0 };
  },
});

export const Throw = defineNode({
  ...about,
  type: 'Throw',
  inputs: { say: text(), after: optional(link(ANY)) },
  outputs: { number: NUMBER },
  run: ({ say }) => {
    throw new Error(say);
  },
});

/** Never ends by itself, in a limit of a twentieth of a second. */
export const Hang = defineNode({
  ...about,
  type: 'Hang',
  timeLimit: 0.05,
  inputs: { steps: int({ default: 0, min: 0, max: 100 }) },
  outputs: { number: NUMBER },
  run: async ({ steps }, { signal, progress }) => {
    for (let step = 0; step < steps; step += 1) {
      await clock.wait('step');
      progress(step, steps);
    }
    if (steps > 0) return { number: 1 };
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await clock.wait('aborted');
    return { number: 0 };
  },
});

/** One for itself: it shows its own id and the type of what feeds it. */
export const Unique = defineNode({
  ...about,
  type: 'Unique',
  isUnique: true,
  isOutput: true,
  inputs: { any: rawLink(ANY) },
  outputs: {},
  run: ({ any }, { nodeId, graphNode }) => ({ ui: { id: [nodeId, graphNode(any.from)?.type ?? 'none'] } }),
});

/** Checks its range and the kind of its link itself. */
export const Choosy = defineNode({
  ...about,
  type: 'Choosy',
  isOutput: true,
  inputs: {
    size: int({ default: 1, min: 0, max: 10 }),
    word: optional(link(socket<string>('WORD'))),
    odd: flag({ default: false }),
  },
  outputs: {},
  checksItself: ['size', 'word'],
  validate: ({ size = 0, odd }, _folders, { word }) => {
    if (size % 8 !== 0) return `size: expected a multiple of 8, got ${size}`;
    if (odd === true) return 'expected nothing odd, got something';
    return word === undefined || word === 'NUMBER' ? undefined : `word: expected a NUMBER, got ${word}`;
  },
  run: ({ size }) => ({ ui: { size: [size] } }),
});

/** Nodes on which the laws of execution are tried out. */
export default definePack({
  name: 'semantics',
  nodes: [
    Value,
    Range,
    NoList,
    Sum,
    Total,
    Tell,
    LazyMix,
    Lazybones,
    Greedy,
    Gate,
    EvenItems,
    SumTo,
    Announce,
    Twice,
    BadExpansion,
    Wait,
    Hold,
    Throw,
    Hang,
    Unique,
    Choosy,
  ],
});
