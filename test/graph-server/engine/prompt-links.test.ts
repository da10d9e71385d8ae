import assert from 'node:assert/strict';
import { PromptLinks } from '../../../graph-server/engine/prompt-links.ts';

const graph = (suppliers: Record<string, string[]>) => (id: string) => suppliers[id] ?? [];

describe('PromptLinks', () => {
  it('names the outputs that a node feeds, in their order and each once', () => {
    const suppliers = graph({ x: ['m', 'n'], y: ['n'], z: ['k'], m: ['a'], n: ['a'], k: ['k'] });
    const fed = new PromptLinks(['z', 'y', 'x'], suppliers).outputsOfNodes();
    assert.deepEqual(
      ['a', 'm', 'n', 'k', 'x'].map((id) => fed.get(id)),
      [['y', 'x'], ['x'], ['y', 'x'], ['z'], ['x']],
    );
  });

  it('finds each group of nodes that feed each other, and what it feeds', () => {
    const links = new PromptLinks(['out'], graph({ out: ['a'], a: ['b'], b: ['a', 'c'], c: ['c', 'far'] }));
    const found = links.circles().map(({ members, circle }) => [members.toSorted(), circle]);
    assert.deepEqual(found, [
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      [['c'], ['c']],
    ]);
    assert.deepEqual(links.outputsOfNodes().get('far'), ['out']);
  });

  it('asks for the links of a node once', () => {
    const asked: string[] = [];
    new PromptLinks(['x', 'y'], (id) => {
      asked.push(id);
      return id === 'a' ? [] : ['a', 'a'];
    }).circles();
    assert.deepEqual(asked, ['x', 'a', 'y']);
  });

  it('names a hundred of very many outputs', () => {
    const outputs = Array.from({ length: 300 }, (_, index) => `o${index}`);
    const fed = new PromptLinks(outputs, (id) => (id === 'a' ? [] : ['a'])).outputsOfNodes();
    assert.deepEqual(fed.get('a'), outputs.slice(0, 100));
  });
});
