import type { Command } from './command.ts';
import { linkIndex, loopOf, type GraphDocument, type GraphLink } from './document.ts';

/**
 * The commands that give all links of an output to another output, or without one take them off; or the nodes of the
 * loop that this would close.
 */
export function moveLinks(
  doc: GraphDocument,
  from: GraphLink['from'],
  to: GraphLink['from'] | undefined,
): { readonly commands: readonly Command[] } | { readonly loop: readonly string[] } {
  const moved = linksOf(doc, from);
  if (!to) return { commands: moved.map((link): Command => ({ kind: 'disconnect', to: link.to })) };
  const rest = { ...doc, links: doc.links.filter((link) => !moved.includes(link)) };
  for (const link of moved) {
    const loop = loopOf(rest, to.node, link.to.node);
    if (loop) return { loop };
  }
  return { commands: moved.map((link): Command => ({ kind: 'connect', from: to, to: link.to })) };
}

function linksOf(doc: GraphDocument, { node, slot }: GraphLink['from']): GraphLink[] {
  return (linkIndex(doc).from.get(node) ?? []).filter(({ from }) => from.slot === slot);
}
