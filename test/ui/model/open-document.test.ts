import assert from 'node:assert/strict';
import { readGraphText } from '../../../ui/src/model/graph-file.ts';
import { newNode, openDocument } from '../../../ui/src/model/open-document.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const open = (value: unknown) =>
  openDocument(readGraphText(JSON.stringify(value), 'a.json'), EDITOR_TYPES, { id: 'new', title: 'a' });

describe('opening a document', () => {
  it('reads values by name, seed controls, states and folding of a workflow', () => {
    const doc = open({
      id: 'own',
      nodes: [
        {
          id: 3,
          type: 'Sampler',
          pos: [10.6, 20],
          mode: 4,
          flags: { collapsed: true },
          widgets_values: [5, 'increment', 30, 'euler', false],
        },
      ],
      links: [],
      last_node_id: 9,
    });
    const node = doc.nodes.get('3');
    assert.equal(doc.id, 'own');
    assert.equal(doc.last.node, 9);
    assert.deepEqual(node?.values, { seed: 5, steps: 30, sampler_name: 'euler', preview: false });
    assert.deepEqual([node.controls['seed'], node.state, node.isCollapsed], ['increment', 'bypass', true]);
    assert.deepEqual(node.pos, [11, 20]);
  });

  it('matches links by the names of inputs and drops those that end nowhere', () => {
    const doc = open({
      nodes: [
        { id: 1, type: 'LoadImage', outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }] },
        { id: 2, type: 'Scale', inputs: [{ name: 'image', type: 'IMAGE', link: 1 }] },
      ],
      links: [
        [1, 1, 0, 2, 5, 'IMAGE'],
        [2, 7, 0, 2, 0, 'IMAGE'],
      ],
    });
    assert.deepEqual(
      doc.links.map(({ id, from, to }) => ({ id, from, to })),
      [{ id: '1', from: { node: '1', slot: 0 }, to: { node: '2', input: 'image' } }],
    );
  });

  it('makes two links of one that two inputs name, and drops one that none names', () => {
    const input = { type: 'IMAGE', link: 1 };
    const doc = open({
      nodes: [
        { id: 1, type: 'LoadImage' },
        {
          id: 2,
          type: 'Foreign',
          inputs: [
            { name: 'a', ...input },
            { name: 'a', ...input },
          ],
        },
      ],
      links: [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [4, 1, 0, 2, 0, 'IMAGE'],
      ],
    });
    assert.deepEqual(
      doc.links.map(({ id, to }) => [id, to.input]),
      [
        ['1', 'a'],
        ['5', 'a#1'],
      ],
    );
    assert.equal(doc.last.link, 5);
  });

  it('calls a node that stands for a subgraph after it', () => {
    const doc = open({
      nodes: [{ id: 1, type: 'uuid' }],
      definitions: { subgraphs: [{ id: 'uuid', name: 'Face', nodes: [] }] },
    });
    assert.equal(doc.nodes.get('1')?.title, 'Face');
  });

  it('lays an API prompt out and reads links, lists and titles', () => {
    const doc = open({
      '1': { class_type: 'LoadImage', inputs: { image: 'dog.png' }, _meta: { title: 'Dog' } },
      '2': { class_type: 'Scale', inputs: { image: ['1', 0], factor: { __value__: [1, 2] } } },
    });
    assert.equal(doc.nodes.get('1')?.title, 'Dog');
    assert.deepEqual(doc.nodes.get('2')?.values['factor'], [1, 2]);
    assert.deepEqual(doc.links[0]?.to, { node: '2', input: 'image' });
    assert.notDeepEqual(doc.nodes.get('1')?.pos, doc.nodes.get('2')?.pos);
  });

  it('begins a new node with the values of its type', () => {
    const type = EDITOR_TYPES.get('Sampler');
    assert.ok(type);
    assert.deepEqual(newNode(type, [1, 2]).values, {
      seed: 0,
      steps: 20,
      sampler_name: 'lms',
      preview: true,
    });
  });
});
