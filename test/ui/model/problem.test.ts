import assert from 'node:assert/strict';
import { emptyDocument, someNode, type GraphNode } from '../../../ui/src/model/document.ts';
import { problemsOf } from '../../../ui/src/model/problem.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const problems = (...nodes: readonly Pick<GraphNode, 'type' | 'values'>[]) =>
  problemsOf(
    {
      ...emptyDocument('d', 'd'),
      nodes: new Map(
        nodes.map((node, at) => [String(at), someNode({ id: String(at), pos: [0, 0], ...node })]),
      ),
    },
    EDITOR_TYPES,
  );

describe('problems', () => {
  it('name the node, the input and what to do', () => {
    const [missing] = problems({ type: 'SaveImage', values: {} });
    assert.equal(missing?.input, 'images');
    assert.match(missing.sentence, /images is not connected \(it takes IMAGE\)/);
    assert.match(problems({ type: 'Foreign', values: {} })[0]?.sentence ?? '', /no node of type Foreign/);
    const [gone] = problems({ type: 'LoadImage', values: { image: 'gone.png' } });
    assert.match(gone?.sentence ?? '', /gone\.png is not on the server \(drop or choose another\)/);
  });

  it('look at the nodes inside a subgraph in place of the one that stands for it', () => {
    const within = (...types: string[]) => {
      const nodes = types.map((type, id) => ({ id, type, mode: type === 'Muted' ? 2 : 0 }));
      return problemsOf(
        {
          ...emptyDocument('d', 'd'),
          nodes: new Map([['1', someNode({ id: '1', type: 's', pos: [0, 0], title: 'Face' })]]),
          carry: { definitions: { subgraphs: [{ id: 's', nodes }] } },
        },
        EDITOR_TYPES,
      ).map(({ sentence }) => sentence);
    };
    assert.deepEqual(within('SaveImage', 'Muted', 'Note', 's'), []);
    assert.match(within('SaveImage', 'Gone').join(), /^Face: the server has no node of type Gone/);
    assert.match(within('Scale').join(), /no node that keeps a result/);
  });

  it('come the gravest first: unknown nodes, loops, links, pictures, others, numbers beyond their limits', () => {
    const node = (id: string, type: string, values = {}) => someNode({ id, type, pos: [0, 0], values });
    const nodes = [
      node('1', 'Scale', { factor: 1e9 }),
      node('2', 'LoadImage', { image: 'gone.png' }),
      node('3', 'SaveImage'),
      node('4', 'Foreign'),
      node('5', 'Scale'),
      node('6', 'Sampler', { seed: 1n << 64n, steps: -1, sampler_name: 'lms' }),
    ];
    const link = (id: string, from: string, to: string) => ({
      id,
      from: { node: from, slot: 0 },
      to: { node: to, input: 'image' },
    });
    const doc = {
      ...emptyDocument('d', 'd'),
      nodes: new Map(nodes.map((each) => [each.id, each])),
      links: [link('1', '1', '5'), link('2', '5', '1')],
    };
    const told = problemsOf(doc, EDITOR_TYPES, [{ sentence: 'another' }]).map(({ sentence }) => sentence);
    const wanted = [
      /Foreign/,
      /in a loop/,
      /images is not connected/,
      /positive is not connected/,
      /gone\.png/,
      /^another$/,
      /seed is 18446744073709551616 \(it takes 0 to 18446744073709551615\)/,
    ];
    assert.equal(told.length, wanted.length, told.join('\n'));
    wanted.forEach((pattern, at) => assert.match(told[at] ?? '', pattern));
  });

  it('ask for a node that keeps a result when nothing else is wrong', () => {
    const [only] = problems({ type: 'LoadImage', values: { image: 'dog.png' } });
    assert.match(only?.sentence ?? '', /no node that keeps a result/);
  });
});
