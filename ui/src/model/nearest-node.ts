import type { GraphDocument, Pair } from './document.ts';

/** How much a step aside counts against a step in the direction. */
const ASIDE = 2;

/**
 * The node next to a place in a direction, by the corners of nodes: the shortest way, steps aside counted twice.
 * @param way a unit step along one axis
 */
export function nearestNode(
  { nodes }: Pick<GraphDocument, 'nodes'>,
  [x, y]: Pair,
  way: Pair,
): string | undefined {
  let [best, least]: [string | undefined, number] = [undefined, Infinity];
  for (const { id, pos } of nodes.values()) {
    const [dx, dy] = [pos[0] - x, pos[1] - y];
    const along = dx * way[0] + dy * way[1];
    const cost = along + ASIDE * Math.abs(dx * way[1] + dy * way[0]);
    if (along > 0 && cost < least) [best, least] = [id, cost];
  }
  return best;
}
