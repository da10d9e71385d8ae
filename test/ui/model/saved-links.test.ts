import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { readGraphText } from '../../../ui/src/model/graph-file.ts';
import { stringifyJson, type JsonObject } from '../../../ui/src/model/json.ts';
import { openDocument } from '../../../ui/src/model/open-document.ts';
import { savedDocument } from '../../../ui/src/model/save-document.ts';
import { idJson, numericIds } from '../../../ui/src/model/saved-links.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const NODES = [
  { id: 1, type: 'LoadImage' },
  {
    id: 2,
    type: 'Scale',
    inputs: [{ name: 'image', type: 'IMAGE', link: 3 }],
  },
];
const open = (file: object) =>
  openDocument(readGraphText(JSON.stringify(file), 'f'), EDITOR_TYPES, { id: 'x', title: 'f' });
const cut = { kind: 'disconnect', to: { node: '2', input: 'image' } } as const;
const REROUTES = [{ id: 8, pos: [1, 2], linkIds: [3] }];

/** The parts of a saved file that say something about links. */
function linkParts(file: JsonObject) {
  const parts = new Set(['links', 'reroutes', 'extra', 'state', 'version']);
  const kept = Object.fromEntries(Object.entries(file).filter(([key]) => parts.has(key)));
  return JSON.parse(stringifyJson(kept)) as JsonObject;
}

describe('saved links', () => {
  it('are objects in a file of version 1, with what it said about their reroutes', () => {
    const link = {
      id: 3,
      origin_id: 1,
      origin_slot: 0,
      target_id: 2,
      target_slot: 0,
      type: 'IMAGE',
      parentId: 8,
    };
    const state = { lastNodeId: 2, lastLinkId: 3, lastGroupId: 5, lastRerouteId: 8 };
    const file = { nodes: NODES, links: [link], reroutes: REROUTES, state, version: 1 };
    const doc = open(file);
    assert.deepEqual(linkParts(savedDocument(doc, EDITOR_TYPES)), {
      links: [link],
      reroutes: REROUTES,
      state,
      version: 1,
    });
    const saved = linkParts(savedDocument(apply(doc, cut), EDITOR_TYPES));
    assert.deepEqual(saved['links'], []);
    assert.deepEqual(saved['reroutes'], [{ ...REROUTES[0], linkIds: [] }]);
  });

  it('are lists in a file of version 0.4, whose reroutes forget links that are gone', () => {
    const extra = { reroutes: REROUTES, linkExtensions: [{ id: 3, parentId: 8 }] };
    const doc = open({ nodes: NODES, links: [[3, 1, 0, 2, 0, 'IMAGE']], extra, version: 0.4 });
    const saved = linkParts(savedDocument(doc, EDITOR_TYPES));
    assert.deepEqual([saved['links'], saved['extra']], [[[3, 1, 0, 2, 0, 'IMAGE']], extra]);
    assert.deepEqual(linkParts(savedDocument(apply(doc, cut), EDITOR_TYPES))['extra'], {
      reroutes: [{ ...REROUTES[0], linkIds: [] }],
      linkExtensions: [],
    });
  });

  it('have numbers as ids, their own where they have one', () => {
    assert.deepEqual(
      [...numericIds(['7', 'a', '3', 'b'])],
      [
        ['7', 7],
        ['a', 8],
        ['3', 3],
        ['b', 9],
      ],
    );
    assert.deepEqual(['12', '012', '12:3', 'x', '1e3'].map(idJson), [12, '012', '12:3', 'x', '1e3']);
  });
});
