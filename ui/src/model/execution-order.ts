import { linkIndex, loopOf, type GraphDocument } from './document.ts';

/** The nodes so that each comes after all that feed it; a loop, which no command makes, is cut where it is met. */
export function executionOrder(doc: GraphDocument): string[] {
  const { into } = linkIndex(doc);
  const done = new Set<string>();
  const begun = new Set<string>();
  for (const root of doc.nodes.keys()) {
    const path = [root];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const feeding = begun.has(at) ? [] : (into.get(at) ?? []);
      begun.add(at);
      const waiting = feeding
        .map(({ from }) => from.node)
        .filter((id) => !begun.has(id) && doc.nodes.has(id));
      if (waiting.length > 0) path.push(...waiting.reverse());
      else {
        done.add(at);
        path.pop();
      }
    }
  }
  return [...done];
}

/** The nodes of a loop of some nodes of a document, which a file can hold; undefined when there is none. */
export function anyLoop(doc: GraphDocument, nodes: ReadonlySet<string>): string[] | undefined {
  const links = doc.links.filter(({ from, to }) => nodes.has(from.node) && nodes.has(to.node));
  const among = { ...doc, links };
  const { into, from } = linkIndex(among);
  const waiting = new Map([...nodes].map((id) => [id, into.get(id)?.length ?? 0]));
  const free = [...nodes].filter((id) => waiting.get(id) === 0);
  for (let at = free.pop(); at !== undefined; at = free.pop()) {
    waiting.delete(at);
    for (const { to } of from.get(at) ?? []) {
      const left = (waiting.get(to.node) ?? 0) - 1;
      waiting.set(to.node, left);
      if (left === 0) free.push(to.node);
    }
  }
  for (const link of links) {
    const loop = waiting.has(link.from.node) ? loopOf(among, link.from.node, link.to.node) : undefined;
    if (loop) return loop;
  }
  return undefined;
}
