import { defineNode, definePack } from '../graph-server/engine/define-node.ts';
import { int, link, socket } from '../graph-server/engine/sockets.ts';

const NUMBER = socket<number>('NUMBER');
const about = { category: 'bench', description: '' };
const MAX = 1_000_000;

const BenchNumber = defineNode({
  ...about,
  type: 'BenchNumber',
  displayName: 'Number',
  inputs: { value: int({ default: 0, min: 0, max: MAX }) },
  outputs: { number: NUMBER },
  run: ({ value }) => ({ number: value }),
});

const BenchNext = defineNode({
  ...about,
  type: 'BenchNext',
  displayName: 'Next',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: ({ number }) => ({ number: number + 1 }),
});

const BenchSteps = defineNode({
  ...about,
  type: 'BenchSteps',
  displayName: 'Steps',
  inputs: { number: link(NUMBER) },
  outputs: { number: NUMBER },
  run: async ({ number }, { progress }) => {
    for (let step = 1; step <= 10; step += 1) {
      progress(step, 10);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { number };
  },
});

const BenchEnd = defineNode({
  ...about,
  type: 'BenchEnd',
  displayName: 'End',
  isOutput: true,
  inputs: { number: link(NUMBER) },
  outputs: {},
  run: ({ number }) => ({ ui: { text: [String(number)] } }),
});

/** Nodes that cost nothing, so that what is measured is the server. */
export default definePack({ name: 'bench', nodes: [BenchNumber, BenchNext, BenchSteps, BenchEnd] });
