import assert from 'node:assert/strict';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { layoutOf, METRICS, nodeLayout, slotPlace } from '../../../ui/src/model/node-layout.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const type = EDITOR_TYPES.get('Sampler');

describe('the layout of a node', () => {
  it('is never smaller than its content, and as large as a person made it', () => {
    const small = nodeLayout(
      someNode({ id: '1', type: 'Sampler', pos: [0, 0], size: [10, 10] }),
      type,
      new Set(),
    );
    const large = nodeLayout(
      someNode({ id: '1', type: 'Sampler', pos: [0, 0], size: [800, 900] }),
      type,
      new Set(),
    );
    assert.deepEqual(small.size, small.minimum);
    assert.deepEqual(large.size, [800, 900]);
  });

  it('gives the room of a linked field to its slot', () => {
    const node = someNode({ id: '2', type: 'Sampler', pos: [0, 0] });
    const links = [{ id: '1', from: { node: '1', slot: 0 }, to: { node: '2', input: 'steps' } }];
    const layout = layoutOf(
      { ...emptyDocument('d', 'd'), nodes: new Map([['2', node]]), links },
      node,
      EDITOR_TYPES,
    );
    assert.ok(layout.inputs.some(({ name }) => name === 'steps'));
    assert.ok(!layout.fields.some(({ name }) => name === 'steps'));
  });

  it('puts slots one below the other at the edges', () => {
    const [x, y] = slotPlace('output', 2, 300);
    assert.deepEqual([x, y - slotPlace('output', 1, 300)[1]], [300, METRICS.slot]);
    assert.equal(slotPlace('input', 0, 300)[0], 0);
  });
});
