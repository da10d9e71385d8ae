import assert from 'node:assert/strict';
import { isPrompt, nodeIdOf, type Prompt } from '../../../ui/src/model/prompt.ts';

const PROMPT: Prompt = {
  '1': { class_type: 'LoadImage', inputs: {}, _meta: { title: 'Photo' } },
  '2': { class_type: 'LoadImageMask', inputs: {}, _meta: { title: 'mask' } },
  '3': { class_type: 'Scale', inputs: {} },
  '4': { class_type: 'Scale', inputs: {} },
};

describe('isPrompt', () => {
  it('tells an API prompt from other JSON', () => {
    assert.equal(isPrompt({ '1': { class_type: 'A', inputs: {} } }), true);
    for (const other of [
      {},
      [],
      null,
      { nodes: [], links: [] },
      { '1': { class_type: 'A' } },
      { '1': { inputs: {} } },
    ]) {
      assert.equal(isPrompt(other), false, JSON.stringify(other));
    }
  });
});

describe('nodeIdOf', () => {
  it('finds a node by id, by title and by class', () => {
    assert.equal(nodeIdOf(PROMPT, '3'), '3');
    assert.equal(nodeIdOf(PROMPT, 'photo'), '1');
    assert.equal(nodeIdOf(PROMPT, 'loadimagemask'), '2');
  });

  it('says which nodes there are when none or several fit', () => {
    assert.throws(
      () => nodeIdOf(PROMPT, 'sampler'),
      /node sampler: expected a node id or title, got none .*1 Photo, 2 mask/,
    );
    assert.throws(
      () => nodeIdOf(PROMPT, 'Scale'),
      /expected one node of that name, got 2 \(use an id: 3, 4\)/,
    );
  });
});
