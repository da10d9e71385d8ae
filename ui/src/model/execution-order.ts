import { linkIndex, type GraphDocument } from './document.ts';

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
