import assert from 'node:assert/strict';
import { promotedValue } from '../../../ui/src/model/promoted-value.ts';
import type { JsonObject } from '../../../ui/src/model/json.ts';
import { rootScope } from '../../../ui/src/model/scope.ts';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

const field = (name: string, type: string, link: number) => ({ name, type, link, widget: { name } });
const SUBGRAPH = {
  id: 's',
  inputs: [{ name: 'positive' }, { name: 'seed' }, { name: 'steps' }],
  nodes: [
    {
      id: 1,
      type: 'Sampler',
      inputs: [
        { name: 'positive', type: 'CONDITIONING', link: 1 },
        field('seed', 'INT', 2),
        field('steps', 'INT', 3),
      ],
      widgets_values: [7, 'fixed', 25, 'lms', true],
    },
  ],
  links: [1, 2, 3].map((id) => [id, -10, id - 1, 1, id - 1, '*']),
};

/** The values of the three inputs as a node with these values shows them. */
function shown(values: JsonObject, subgraphs: JsonObject[] = [SUBGRAPH]) {
  const nodes = [{ id: 9, type: subgraphs[0]?.['id'] ?? '', ...values }];
  const scope = rootScope(parseWorkflow({ nodes, definitions: { subgraphs } }, 'w')).inner.get('9');
  assert.ok(scope);
  return [0, 1, 2].map((slot) => promotedValue(scope, slot, OBJECT_INFO));
}

describe('promotedValue', () => {
  it('is what the node itself has, in the order of the inputs that feed fields', () => {
    assert.deepEqual(shown({ widgets_values: [1, 2] }), [undefined, 1, 2]);
    assert.deepEqual(shown({ widgets_values: [1] }), [undefined, 1, 25]);
  });

  it('skips the seed controls that older files have among the values', () => {
    assert.deepEqual(shown({ widgets_values: [1, 'randomize', 2] }), [undefined, 1, 2]);
  });

  it('is what the field inside has where the node names its fields only', () => {
    assert.deepEqual(shown({ properties: { proxyWidgets: [['1', 'seed']] }, widgets_values: [] }), [
      undefined,
      7,
      25,
    ]);
  });

  it('comes from the deepest field through subgraphs in subgraphs', () => {
    const around = {
      id: 'around',
      inputs: [{ name: 'a' }, { name: 'b' }],
      nodes: [
        {
          id: 1,
          type: 's',
          inputs: [
            { name: 'steps', type: 'INT', link: 1 },
            { name: 'other', type: 'INT', link: 2 },
          ],
        },
      ],
      links: [1, 2].map((id) => [id, -10, id - 1, 1, id - 1, '*']),
    };
    assert.deepEqual(shown({}, [around, SUBGRAPH]), [25, undefined, undefined]);
  });
});
