import { plural } from './plural.ts';

/** What is said of the earlier states of a graph. */
export const stateWords = {
  none: 'There are none yet: each change of the graph is kept here, the last twenty.',
  at: (time: string, nodes: number) =>
    `${time}, ${plural(nodes, { one: `${nodes} node`, other: `${nodes} nodes` })}`,
  taken: (time: string) => `The graph is as it was at ${time}`,
} as const;
