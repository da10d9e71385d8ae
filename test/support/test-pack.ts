import { defineNode, definePack } from '../../graph-server/engine/define-node.ts';
import {
  choice,
  flag,
  float,
  int,
  link,
  optional,
  seed,
  socket,
  text,
} from '../../graph-server/engine/sockets.ts';

const NUMBER = socket<number>('NUMBER');
const WORD = socket<string>('WORD');
const about = { category: 'test', description: '' };

/** A number; 13 is refused by `validate`, 14 by `fingerprint`, and 15 breaks `validate`. */
export const Constant = defineNode({
  ...about,
  type: 'Constant',
  displayName: 'Constant',
  aliases: ['one'],
  inputs: { value: int({ default: 1, min: 0, max: 1000, tooltip: 'any' }) },
  outputs: { number: NUMBER },
  outputTooltips: ['the value'],
  validate: ({ value }) => {
    if (value === 15) throw new Error('broken rule');
    return value === 13 ? 'value: expected another than 13, got 13' : undefined;
  },
  fingerprint: ({ value }) => {
    if (value === 14) throw new Error('value: expected a file 14, got none');
    return '';
  },
  run: ({ value }) => ({ number: value }),
});

export const Add = defineNode({
  ...about,
  type: 'Add',
  displayName: 'Add',
  inputs: { a: link(NUMBER), b: optional(link(NUMBER)) },
  outputs: { sum: NUMBER },
  run: ({ a, b }) => ({ sum: a + (b ?? 0) }),
});

/** An input of each kind with a value; it shows what `run` got. */
export const Kinds = defineNode({
  ...about,
  type: 'Kinds',
  displayName: 'Kinds',
  isOutput: true,
  inputs: {
    steps: int({ default: 20, min: 1, max: 1000 }),
    cfg: float({ default: 1, min: 0, max: 10, step: 0.1 }),
    seed: seed(),
    text: text({ multiline: true }),
    flag: flag({ default: false }),
    mode: choice(['fast', 'good'], { default: 'good' }),
    file: optional(choice(() => ['a.png'], { imageUpload: true })),
  },
  outputs: {},
  run: (inputs) => ({
    ui: { got: Object.entries(inputs).map(([name, value]) => `${name} ${typeof value} ${value}`) },
  }),
});

export const Show = defineNode({
  ...about,
  type: 'Show',
  displayName: 'Show',
  isOutput: true,
  inputs: { number: link(NUMBER) },
  outputs: {},
  run: ({ number }) => ({ ui: { text: [String(number)] } }),
});

/** An output that shows nothing. */
export const Drop = defineNode({
  ...about,
  type: 'Drop',
  displayName: 'Drop',
  isOutput: true,
  inputs: { number: link(NUMBER) },
  outputs: {},
  run: () => ({}),
});

export const Fail = defineNode({
  ...about,
  type: 'Fail',
  displayName: 'Fail',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: () => {
    throw new TypeError('number: expected luck, got none');
  },
});

/** Reports three steps with a preview after the first. */
export const Steps = defineNode({
  ...about,
  type: 'Steps',
  displayName: 'Steps',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: async ({ number }, { progress, preview }) => {
    for (const step of [1, 2, 3]) {
      progress(step, 3);
      if (step === 1) preview(Uint8Array.of(1, 2, 3), 'image/jpeg');
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { number };
  },
});

/** Goes on until it is stopped. */
export const Slow = defineNode({
  ...about,
  type: 'Slow',
  displayName: 'Slow',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: async ({ number }, { progress, signal }) => {
    progress(1, 2);
    while (!signal.aborted) await new Promise((resolve) => setImmediate(resolve));
    progress(2, 2); // throws
    return { number };
  },
});

/** Blocks its thread for good. */
export const Stubborn = defineNode({
  ...about,
  type: 'Stubborn',
  displayName: 'Stubborn',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: ({ number }) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return { number };
  },
});

/** Blocks its thread for good, though it may take no longer than a twentieth of a second. */
export const Jam = defineNode({
  ...about,
  type: 'Jam',
  displayName: 'Jam',
  timeLimit: 0.05,
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: ({ number }) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return { number };
  },
});

/** Ends its own process as the memory killer would. */
export const Die = defineNode({
  ...about,
  type: 'Die',
  displayName: 'Die',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: async () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise<never>(() => undefined);
  },
});

/** Saves a file whose bytes are its texts: what pictures carry. */
export const Save = defineNode({
  ...about,
  type: 'Save',
  displayName: 'Save',
  isOutput: true,
  inputs: { number: link(NUMBER), prefix: text({ default: 'test' }) },
  outputs: {},
  run: async ({ number, prefix }, { save, metadata }) => {
    const bytes = Buffer.from(JSON.stringify({ number, ...metadata }));
    const size = { width: 2, height: 3 };
    return { ui: { images: [await save({ bytes, extension: 'png', prefix, kind: 'output', size })] } };
  },
});

export const Word = defineNode({
  ...about,
  type: 'Word',
  displayName: 'Word',
  inputs: {},
  outputs: { word: WORD },
  run: () => ({ word: 'x' }),
});

/** A choice that cannot say what it offers. */
export const Unsure = defineNode({
  ...about,
  type: 'Unsure',
  displayName: 'Unsure',
  isOutput: true,
  inputs: {
    name: choice(() => {
      throw new Error('folder: expected to be readable, got locked');
    }),
  },
  outputs: {},
  run: () => ({}),
});

/** Nodes that the tests of the engine and of the worker run. */
export default definePack({
  name: 'test',
  nodes: [Constant, Add, Kinds, Show, Drop, Fail, Steps, Slow, Stubborn, Jam, Die, Save, Word],
  queries: {
    echo: ({ text: said }) => {
      if (said === 'bad') throw new Error('text: expected good words, got bad');
      return { said, large: 2n ** 64n - 1n };
    },
  },
  actions: { note: ({ text: said }) => ({ noted: said }) },
});
