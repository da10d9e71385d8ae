import assert from 'node:assert/strict';
import { Float } from '../../../ui/src/model/json.ts';
import { emptyDocument, equalJson, linkInto, loopOf, someNode } from '../../../ui/src/model/document.ts';

const node = (id: string) => [id, someNode({ id, type: 'Scale', pos: [0, 0] })] as const;
const doc = {
  ...emptyDocument('d', 'chain'),
  nodes: new Map([node('1'), node('2'), node('3')]),
  links: [
    { id: '1', from: { node: '1', slot: 0 }, to: { node: '2', input: 'image' } },
    { id: '2', from: { node: '2', slot: 0 }, to: { node: '3', input: 'image' } },
  ],
};

describe('documents', () => {
  it('name the nodes of a loop that a link would close', () => {
    assert.deepEqual(loopOf(doc, '3', '1'), ['1', '2', '3']);
    assert.deepEqual(loopOf(doc, '1', '1'), ['1']);
    assert.equal(loopOf(doc, '1', '3'), undefined);
  });

  it('find the link that feeds an input', () => {
    assert.equal(linkInto(doc, '3', 'image')?.from.node, '2');
    assert.equal(linkInto(doc, '1', 'image'), undefined);
  });

  it('compare JSON by what it says', () => {
    assert.ok(equalJson({ a: [1, { b: 2n }] }, { a: [1, { b: 2n }] }));
    assert.ok(equalJson(new Float(5), new Float(5)));
    assert.ok(!equalJson(new Float(5), 5) && !equalJson(new Float(5), new Float(6)));
    for (const [a, b] of [
      [[1], { 0: 1 }],
      [{ a: 1 }, { b: 1 }],
      [[1], [1, 2]],
      [null, {}],
    ] as const)
      assert.ok(!equalJson(a as never, b as never));
  });
});
