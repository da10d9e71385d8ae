import type { GraphDocument, GraphLink } from './document.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { slotsOf, type NodeTypes } from './node-type.ts';
import { socketsOf } from './workflow.ts';

/** How the links of a document are written. */
interface LinkForm {
  readonly linkIds: ReadonlyMap<string, number>;
  /** The keys of each node's inputs in the order in which they are written. */
  readonly slots: ReadonlyMap<string, readonly string[]>;
  /** Links are objects instead of lists. */
  readonly isVersion1: boolean;
}

/** The links of a document as its file holds them: lists in version 0.4, objects in version 1. */
export function savedLinks(doc: GraphDocument, types: NodeTypes, form: LinkForm): Json[] {
  return doc.links.map((link) => {
    const [id, origin, target] = [
      form.linkIds.get(link.id) ?? 0,
      idJson(link.from.node),
      idJson(link.to.node),
    ];
    const slot = Math.max(0, form.slots.get(link.to.node)?.indexOf(link.to.input) ?? 0);
    const type = typeJson(link, doc, types);
    if (!form.isVersion1) return [id, origin, link.from.slot, target, slot, type];
    return {
      ...(isJsonObject(link.carry) ? link.carry : {}),
      id,
      origin_id: origin,
      origin_slot: link.from.slot,
      target_id: target,
      target_slot: slot,
      type,
    };
  });
}

function typeJson({ carry, from }: GraphLink, doc: GraphDocument, types: NodeTypes): Json {
  const told = Array.isArray(carry) ? carry[5] : isJsonObject(carry) ? carry['type'] : undefined;
  if (told !== undefined) return told;
  const origin = doc.nodes.get(from.node);
  return (origin && slotsOf(origin, types.get(origin.type), new Set()).outputs[from.slot]?.type) ?? '*';
}

/** The rest of a file without what its reroutes say about links that are gone. */
export function prunedReroutes(carry: Readonly<JsonObject>, links: ReadonlySet<number>): JsonObject {
  const isThere = (id: Json | undefined) => typeof id === 'number' && links.has(id);
  const pruned = (reroutes: Json | undefined): Json[] =>
    (Array.isArray(reroutes) ? reroutes : []).map((reroute) =>
      isJsonObject(reroute) && Array.isArray(reroute['linkIds'])
        ? { ...reroute, linkIds: reroute['linkIds'].filter(isThere) }
        : reroute,
    );
  const { extra } = carry;
  const kept = isJsonObject(extra) ? { ...extra } : undefined;
  if (kept && Array.isArray(kept['reroutes'])) kept['reroutes'] = pruned(kept['reroutes']);
  if (kept && Array.isArray(kept['linkExtensions']))
    kept['linkExtensions'] = socketsOf(kept['linkExtensions']).filter(({ id }) => isThere(id));
  return {
    ...carry,
    ...(kept ? { extra: kept } : {}),
    ...(Array.isArray(carry['reroutes']) ? { reroutes: pruned(carry['reroutes']) } : {}),
  };
}

/** A number for each link: its own id where that is one. */
export function numericIds(ids: readonly string[]): Map<string, number> {
  const own = (id: string) => (/^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : undefined);
  let next = ids.reduce((most, id) => Math.max(most, own(id) ?? 0), 0);
  return new Map(ids.map((id) => [id, own(id) ?? (next += 1)]));
}

/** An id as ComfyUI writes it: whole numbers as numbers. */
export function idJson(id: string): Json {
  return /^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}
