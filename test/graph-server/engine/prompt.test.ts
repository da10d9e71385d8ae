import assert from 'node:assert/strict';
import { PromptError } from '../../../graph-server/engine/errors.ts';
import { linkOf, readPrompt, suppliersOf, writePrompt } from '../../../graph-server/engine/prompt.ts';
import { chain, node, promptOf } from '../../support/prompts.ts';
import { Add } from '../../support/test-pack.ts';

describe('prompt', () => {
  it('reads nodes in their order, with class, title and inputs', () => {
    const text =
      '{"10":{"class_type":"A","inputs":{"x":1},"_meta":{"title":"first"},"own":[1.0]},"3":{"inputs":{}},"4":{}}';
    const prompt = readPrompt(text);
    assert.deepEqual([...prompt.keys()], ['10', '3', '4']);
    const first = prompt.get('10');
    assert.deepEqual([first?.type, first?.title, first?.inputs.get('x')], ['A', 'first', 1n]);
    assert.equal(prompt.get('3')?.type, undefined);
    assert.equal(writePrompt(prompt, new Map()), text);
    assert.match(writePrompt(prompt, new Map([['10', new Map([['x', 2n]])]])), /"inputs":\{"x":2\},"_meta"/);
  });

  it('takes a text and a whole number for a link, and nothing else', () => {
    assert.deepEqual(linkOf(['1', 0n]), { from: '1', slot: 0 });
    for (const value of [[1n, 0n], ['1', 0.5], ['1'], ['1', 0n, 0n], '1', null, undefined])
      assert.equal(linkOf(value), undefined);
  });

  it('names the nodes that feed declared inputs', () => {
    const prompt = readPrompt(
      promptOf(['1', node('Constant')], ['2', node('Add', '"a":["1",0],"b":["9",0],"odd":["1",0]')]),
    );
    const two = prompt.get('2') ?? assert.fail();
    assert.deepEqual(
      suppliersOf(prompt, two, Add).map(({ id }) => id),
      ['1'],
    );
  });

  it('refuses what is no graph of nodes', () => {
    const refused = [
      '[]',
      '{',
      '{"1":5}',
      '{"1":{"inputs":[]}}',
      '{"":{}}',
      `{"${'x'.repeat(129)}":{}}`,
      '{"\\n":{}}',
    ];
    for (const text of refused) {
      assert.throws(
        () => readPrompt(text),
        (error: unknown) =>
          error instanceof PromptError &&
          error.fault.type === 'invalid_prompt' &&
          error.message.startsWith('prompt: expected '),
        text,
      );
    }
    readPrompt(chain(1));
  });

  it('refuses more nodes than 20,000 and more links than 200,000', () => {
    const many = (count: number, text: string) =>
      promptOf(...Array.from({ length: count }, (_, index) => [String(index), text] as const));
    assert.throws(() => readPrompt(many(20_001, '{}')), /at most 20000 nodes, got 20001/);
    const links = Array.from({ length: 21 }, (_, index) => `"i${index}":["1",0]`).join(',');
    assert.throws(() => readPrompt(many(10_000, node('A', links))), /at most 200000 links, got 210000/);
  });
});
