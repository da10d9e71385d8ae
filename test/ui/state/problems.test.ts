import assert from 'node:assert/strict';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { beginWith, dispatch, undo } from '../../../ui/src/state/editor.ts';
import { followProblems } from '../../../ui/src/state/problems.ts';
import { runProblems } from '../../../ui/src/state/run.ts';

const sentences = () => runProblems.value.map(({ sentence }) => sentence);

describe('problems that were said', () => {
  let stop: () => void = () => undefined;
  beforeEach(() => {
    const nodes = ['1', '2'].map((id) =>
      someNode({ id, type: 'LoadImage', pos: [0, 0], values: { image: 'lost.png' } }),
    );
    beginWith({
      ...emptyDocument('d', 'd'),
      nodes: new Map(nodes.map((node) => [node.id, node])),
      last: { node: 2, link: 0 },
    });
    stop = followProblems();
    runProblems.value = [
      { sentence: 'photo', node: '1', input: 'image' },
      { sentence: 'mask', node: '2', input: 'image' },
      { sentence: 'link', node: '2', input: 'size' },
      { sentence: 'failed', node: '2' },
      { sentence: 'server' },
    ];
  });
  afterEach(() => {
    stop();
    runProblems.value = [];
  });

  it('are taken back by another value of their own input, and of no other node’s', () => {
    dispatch({ kind: 'setValue', node: '1', name: 'image', value: 'found.png' });
    assert.deepEqual(sentences(), ['mask', 'link', 'failed', 'server']);
    dispatch({ kind: 'move', node: '2', pos: [10, 10] });
    assert.deepEqual(sentences(), ['mask', 'link', 'failed', 'server']);
  });

  it('are taken back by a link, which undo takes off too', () => {
    dispatch({ kind: 'connect', from: { node: '1', slot: 0 }, to: { node: '2', input: 'size' } });
    assert.deepEqual(sentences(), ['photo', 'mask', 'failed', 'server']);
    runProblems.value = [{ sentence: 'size', node: '2', input: 'size' }];
    undo();
    assert.deepEqual(sentences(), []);
  });

  it('go with their node, also where it is switched off or gets another type', () => {
    dispatch({ kind: 'setState', node: '2', state: 'off' });
    assert.deepEqual(sentences(), ['photo', 'server']);
    dispatch({ kind: 'remove', nodes: ['1'] });
    assert.deepEqual(sentences(), ['server']);
  });
});
