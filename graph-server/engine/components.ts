type Neighbours = (id: string) => readonly string[];

/**
 * Splits a graph into its strongly connected components, those that are fed before those that feed them: a node that
 * lies in no circle is one of its own. Linear in nodes and links, and without recursion.
 * Source: Kosaraju and Sharir 1981.
 * @param order every node after all that feeds it, as a depth-first walk leaves them
 * @param consumersOf the nodes that a node feeds
 */
export function components(order: readonly string[], consumersOf: Neighbours): string[][] {
  const taken = new Set<string>();
  const found: string[][] = [];
  for (const id of [...order].reverse()) {
    if (taken.has(id)) continue;
    taken.add(id);
    const component = [id]; // grows while it is walked
    for (const each of component) {
      for (const consumer of consumersOf(each)) {
        if (taken.has(consumer)) continue;
        taken.add(consumer);
        component.push(consumer);
      }
    }
    found.push(component);
  }
  return found;
}

/** One circle of a component, in the direction of the data; undefined when its only node does not feed itself. */
export function circleIn(component: readonly string[], suppliersOf: Neighbours): string[] | undefined {
  const members = new Set(component);
  const path = new Set<string>();
  let at = component[0];
  while (at !== undefined && !path.has(at)) {
    path.add(at);
    at = suppliersOf(at).find((supplier) => members.has(supplier));
  }
  if (at === undefined) return undefined;
  const ids = [...path];
  return ids.slice(ids.indexOf(at)).reverse();
}
