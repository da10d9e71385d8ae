import assert from 'node:assert/strict';
import { outputLink } from '../../../graph-server/engine/expansion.ts';
import { LiveGraph } from '../../../graph-server/engine/live-graph.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { node, promptOf } from '../../support/prompts.ts';
import { semanticsRegistry } from '../../support/run-semantics.ts';

describe('LiveGraph', () => {
  const graphOf = () =>
    new LiveGraph(
      readPrompt(
        promptOf(['10', node('Value', '"value":1')], ['3', node('Sum', '"a":["10",0],"b":["9",0]')]),
      ),
      semanticsRegistry(),
    );

  it('has the nodes of the prompt in its order, and the links that lead to one', () => {
    const graph = graphOf();
    assert.deepEqual([graph.ids, graph.position('3'), graph.has('9')], [['10', '3'], 1, false]);
    assert.deepEqual(
      graph.links('3').map(({ name, from, slot }) => [name, from, slot]),
      [['a', '10', 0]],
    );
    assert.equal(graph.definition('3').type, 'Sum');
    assert.throws(() => graph.node('9'), /node 9: expected a node of the graph, got none/);
  });

  it('takes in new nodes behind them, and knows where they come from and what is shown for them', () => {
    const graph = graphOf();
    graph.expand('3', [{ id: '3.0.0.1', type: 'Value', inputs: { value: 2 } }]);
    const [kin] = graph.expand('3.0.0.1', [
      { id: '3.0.0.1.0.0.1', type: 'Sum', inputs: { a: outputLink('3.0.0.1'), b: { odd: true } } },
    ]);
    assert.deepEqual(kin, { id: '3.0.0.1.0.0.1', display: '3', parent: '3.0.0.1', real: '3' });
    const [other] = graph.expand('3.0.0.1', [{ id: 'x', type: 'Value', inputs: {}, displayId: '10' }]);
    assert.equal(other?.display, '10');
    assert.deepEqual(graph.seen('3.0.0.1.0.0.1'), {
      type: 'Sum',
      inputs: { a: outputLink('3.0.0.1'), b: { odd: true } },
    });
    assert.deepEqual([graph.seen('none'), graph.real('10')], [undefined, '10']);
  });

  it('refuses an id twice, a type that is not loaded, and nodes without end', () => {
    const graph = graphOf();
    const value = { type: 'Value', inputs: {} };
    assert.throws(
      () => graph.expand('3', [{ ...value, id: '10' }]),
      /node 10: expected a new id, got one of the graph/,
    );
    assert.throws(
      () => graph.expand('3', [{ id: 'y', type: 'Gone', inputs: {} }]),
      /a loaded pack, got Gone/,
    );
    const many = Array.from({ length: 20_001 }, (_, index) => ({ ...value, id: `n${index}` }));
    assert.throws(() => graph.expand('3', many), /expected at most 10000 new nodes in a run, got more/);
  });
});
