import fc from 'fast-check';
import type { Json, JsonObject } from '../../ui/src/model/json.ts';

const TYPES = ['LoadImage', 'Scale', 'Encode', 'Sampler', 'SaveImage', 'Foreign', 'Reroute', 'Note', 'inner'];
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  Scale: ['image', 'factor'],
  Encode: ['image', 'text'],
  Sampler: ['positive', 'seed'],
  SaveImage: ['images'],
  Foreign: ['x', 'y', 'x'],
  Reroute: [''],
  inner: ['in'],
};
const VALUES: Readonly<Record<string, Json>> = {
  LoadImage: ['dog.png', 'image'],
  Scale: [1.5],
  Encode: ['S*', 1],
  Sampler: [18446744073709551615n, 'increment', 20, 'lms', true],
  SaveImage: ['dog', 'a tail'],
  Foreign: { deep: [1, { two: null }] },
  Note: ['words'],
  inner: [],
};
const INNER = {
  id: 'inner',
  name: 'Inner',
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  nodes: [{ id: 1, type: 'Scale', inputs: [{ name: 'image', type: 'IMAGE', link: 1 }], widgets_values: [2] }],
  links: [
    { id: 1, origin_id: -10, origin_slot: 0, target_id: 1, target_slot: 0, type: 'IMAGE' },
    { id: 2, origin_id: 1, origin_slot: 0, target_id: -20, target_slot: 0, type: 'IMAGE' },
  ],
};

/** A file with what all files of its version may have, without loops; its ids are numbers or texts. */
export const someWorkflow: fc.Arbitrary<JsonObject> = fc
  .record({
    isVersion1: fc.boolean(),
    prefix: fc.constantFrom('', 'n'),
    nodes: fc.array(
      fc.record({
        type: fc.constantFrom(...TYPES),
        mode: fc.constantFrom(0, 0, 0, 1, 2, 4),
        title: fc.option(fc.constantFrom('mine', 'Load Image'), { nil: undefined }),
        collapsed: fc.boolean(),
        // how far back the node lies that feeds each input; 0 leaves it open
        from: fc.array(fc.tuple(fc.nat(4), fc.nat(1)), { minLength: 3, maxLength: 3 }),
        extra: fc.constantFrom(
          {},
          { color: '#abc' },
          { widgets_values: ['short'] },
          { properties: { a: [5] } },
        ),
      }),
      { maxLength: 12 },
    ),
  })
  .map(fileOf);

interface Parts {
  readonly isVersion1: boolean;
  readonly prefix: string;
  readonly nodes: readonly {
    readonly type: string;
    readonly mode: number;
    readonly title: string | undefined;
    readonly collapsed: boolean;
    readonly from: readonly (readonly [number, number])[];
    readonly extra: object;
  }[];
}

function fileOf({ isVersion1, prefix, nodes }: Parts): JsonObject {
  const links: Json[] = [];
  const idOf = (index: number): Json => (prefix === '' ? index + 1 : `${prefix}${index}`);
  const saved = nodes.map(({ type, mode, title, collapsed, from, extra }, index): JsonObject => {
    const inputs = (INPUTS[type] ?? []).map((name, slot): JsonObject => {
      const [back = 0, output = 0] = from[slot] ?? [];
      if (back === 0 || back > index) return { name, type: 'IMAGE', link: null };
      const link = [links.length + 1, idOf(index - back), output, idOf(index), slot, 'IMAGE'] as const;
      const [id, origin_id, origin_slot, target_id, target_slot] = link;
      links.push(
        isVersion1
          ? { id, origin_id, origin_slot, target_id, target_slot, type: 'IMAGE', parentId: 1 }
          : [...link],
      );
      return { name, type: 'IMAGE', link: id };
    });
    const outputs = [0, 1].map((): JsonObject => ({ name: 'IMAGE', type: 'IMAGE', slot_index: 0 }));
    return {
      id: idOf(index),
      type,
      pos: [index * 10, -5],
      size: [900, 900],
      flags: collapsed ? { collapsed, pinned: true } : {},
      order: index,
      mode,
      ...(title === undefined ? {} : { title }),
      inputs,
      outputs,
      ...(VALUES[type] === undefined ? {} : { widgets_values: VALUES[type] }),
      ...extra,
    };
  });
  const groups = [{ id: 1, title: 'g', bounding: [0, 0, 9.5, 9], flags: {} }];
  const reroutes = [{ id: 1, pos: [1.5, 2], linkIds: [] }];
  return {
    id: 'own',
    revision: 3,
    nodes: saved,
    links,
    groups,
    config: {},
    definitions: { subgraphs: [INNER] },
    ...(isVersion1
      ? { state: { lastNodeId: 90, lastLinkId: 90, lastGroupId: 1, lastRerouteId: 1 }, reroutes, version: 1 }
      : { last_node_id: 90, last_link_id: 90, extra: { ds: { scale: 0.75 }, reroutes }, version: 0.4 }),
  };
}
