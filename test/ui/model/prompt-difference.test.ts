import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { promptDifferences, settingCommands } from '../../../ui/src/model/prompt-difference.ts';

const prompt = (seed: number | bigint, text: string) => ({
  '3': { class_type: 'Sampler', inputs: { seed, model: ['1', 0] }, _meta: { title: 'sampler' } },
  '4': { class_type: 'Text', inputs: { text } },
});

describe('the difference of two runs', () => {
  it('is the values that are not the same, by the names of their nodes', () => {
    assert.deepEqual(promptDifferences(prompt(1, 'a S*'), prompt(18446744073709551615n, 'a S*')), [
      { node: 'sampler', input: 'seed', a: '1', b: '18446744073709551615' },
    ]);
    assert.deepEqual(promptDifferences(prompt(1, 'a'), prompt(1, 'a')), []);
  });

  it('tells what only one of them has', () => {
    assert.deepEqual(promptDifferences({ '4': prompt(1, 'x')['4'] }, null), [
      { node: 'Text', input: 'text', a: 'x', b: '—' },
    ]);
  });

  it('writes values into the nodes that a document shares with the run, and holds its seeds', () => {
    const node = someNode({
      id: '3',
      type: 'Sampler',
      pos: [0, 0],
      values: { seed: 9 },
      controls: { seed: 'randomize' },
    });
    const other = someNode({ id: '4', type: 'Another', pos: [0, 0], values: { text: 'kept' } });
    const doc = {
      ...emptyDocument('d', 'd'),
      nodes: new Map([
        ['3', node],
        ['4', other],
      ]),
    };
    const after = apply(doc, { kind: 'batch', commands: settingCommands(doc, prompt(5, 'new')) });
    assert.deepEqual(after.nodes.get('3')?.values, { seed: 5 });
    assert.deepEqual(after.nodes.get('3')?.controls, { seed: 'fixed' });
    assert.deepEqual(after.nodes.get('4')?.values, { text: 'kept' });
  });
});
