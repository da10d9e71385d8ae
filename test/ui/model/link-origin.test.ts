import assert from 'node:assert/strict';
import { isCompatible, linkOrigin } from '../../../ui/src/model/link-origin.ts';
import type { JsonObject } from '../../../ui/src/model/json.ts';
import { rootScope } from '../../../ui/src/model/scope.ts';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

/** What feeds link 1 of nodes, for an input of a type. */
function origin(type: string, nodes: JsonObject[], links: JsonObject['links'], extra: JsonObject = {}) {
  const workflow = parseWorkflow({ nodes, links: links ?? [], ...extra }, 'w');
  return linkOrigin(rootScope(workflow), '1', type, OBJECT_INFO);
}

const source = (id: number) => ({ id, type: 'LoadImage', outputs: [] });
const bypassed = (inputs: JsonObject[], output: string, type = 'Foreign') => ({
  id: 5,
  type,
  mode: 4,
  inputs,
  outputs: [{ name: 'out', type: output }],
});
const LINKS = [
  [1, 5, 0, 9, 0, '*'],
  [2, 6, 0, 5, 0, '*'],
  [3, 7, 1, 5, 1, '*'],
];

describe('linkOrigin', () => {
  it('bridges a bypassed node: the same place if it fits, else the equal type, else one that fits', () => {
    const input = (type: string, link: number | null) => ({ name: `i${String(link)}`, type, link });
    const ends = (type: string, inputs: JsonObject[], output: string) =>
      origin(type, [source(6), source(7), bypassed(inputs, output)], LINKS);
    assert.deepEqual(ends('IMAGE', [input('IMAGE', 2), input('IMAGE', 3)], 'IMAGE'), { node: '6', slot: 0 });
    assert.deepEqual(ends('IMAGE', [input('MASK', 2), input('IMAGE', 3)], 'IMAGE'), { node: '7', slot: 1 });
    assert.deepEqual(ends('IMAGE,MASK', [input('LATENT', 2), input('MASK', 3)], 'IMAGE,MASK'), {
      node: '7',
      slot: 1,
    });
    assert.deepEqual(ends('*', [input('LATENT', 2), input('IMAGE', 3)], 'IMAGE'), { node: '6', slot: 0 });
    assert.equal(ends('IMAGE', [input('LATENT', 2)], 'IMAGE'), undefined);
    // an input that fits and has no link ends the search, as in ComfyUI
    assert.equal(ends('IMAGE', [input('IMAGE', null), input('IMAGE', 3)], 'IMAGE'), undefined);
  });

  it('knows the inputs of a bypassed node from its type where the file left some out', () => {
    const node = bypassed([{ name: 'factor', type: 'IMAGE', link: 2 }], 'FLOAT', 'Scale');
    assert.deepEqual(origin('FLOAT', [source(6), node], LINKS), { node: '6', slot: 0 });
    assert.equal(origin('*', [source(6), node], LINKS), undefined);
  });

  it('goes through nodes that set and get a name, also from inside a subgraph', () => {
    const setter = {
      id: 8,
      type: 'SetNode',
      widgets_values: ['n'],
      inputs: [{ name: 'x', type: '*', link: 2 }],
    };
    const getter = { id: 5, type: 'GetNode', widgets_values: ['n'] };
    assert.deepEqual(origin('IMAGE', [source(6), setter, getter], LINKS), { node: '6', slot: 0 });
    assert.equal(origin('IMAGE', [source(6), getter], LINKS), undefined);
    const subgraph = {
      id: 's',
      outputs: [{ name: 'out' }],
      nodes: [getter],
      links: [[1, 5, 0, -20, 0, '*']],
    };
    const instance = { id: 5, type: 's' };
    assert.deepEqual(
      origin('IMAGE', [source(6), setter, instance], LINKS, { definitions: { subgraphs: [subgraph] } }),
      { node: '6', slot: 0 },
    );
  });

  it('bridges a bypassed node that stands for a subgraph, and ends at a muted one', () => {
    const subgraph = {
      id: 's',
      outputs: [{ name: 'out' }],
      nodes: [source(3)],
      links: [[1, 3, 0, -20, 0, '*']],
    };
    const definitions = { definitions: { subgraphs: [subgraph] } };
    const node = bypassed([{ name: 'a', type: 'IMAGE', link: 2 }], 'IMAGE', 's');
    const ends = (mode: number) => origin('IMAGE', [source(6), { ...node, mode }], LINKS, definitions);
    assert.deepEqual(ends(4), { node: '6', slot: 0 });
    assert.deepEqual(ends(0), { node: '5:3', slot: 0 });
    assert.equal(ends(2), undefined);
  });

  it('takes the value of a subgraph’s input that nothing is linked to', () => {
    const subgraph = {
      id: 's',
      inputs: [{ name: 'n' }],
      outputs: [{ name: 'out' }],
      nodes: [
        {
          id: 3,
          type: 'Scale',
          inputs: [{ name: 'factor', type: 'FLOAT', link: 2, widget: { name: 'factor' } }],
          widgets_values: [4],
        },
      ],
      links: [
        [1, -10, 0, -20, 0, '*'],
        [2, -10, 0, 3, 0, '*'],
      ],
    };
    const definitions = { definitions: { subgraphs: [subgraph] } };
    assert.deepEqual(origin('FLOAT', [{ id: 5, type: 's', widgets_values: [6] }], LINKS, definitions), {
      value: 6,
    });
    assert.deepEqual(origin('FLOAT', [{ id: 5, type: 's' }], LINKS, definitions), { value: 4 });
  });

  it('answers nothing for links to nowhere and refuses a loop', () => {
    assert.equal(origin('IMAGE', [], LINKS), undefined);
    assert.equal(origin('IMAGE', [], []), undefined);
    const reroute = { id: 5, type: 'Reroute', inputs: [{ name: '', type: '*', link: 1 }] };
    assert.throws(() => origin('IMAGE', [reroute], LINKS), /link 1: expected an end, got a loop/);
  });
});

describe('isCompatible', () => {
  it('compares without case, with wildcards and lists', () => {
    assert.ok(isCompatible('IMAGE', 'image'));
    assert.ok(isCompatible('*', 'MASK'));
    assert.ok(isCompatible('', 'MASK'));
    assert.ok(isCompatible('INT,FLOAT', 'FLOAT'));
    assert.ok(!isCompatible('IMAGE', 'MASK'));
  });
});
