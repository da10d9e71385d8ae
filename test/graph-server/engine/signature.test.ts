import assert from 'node:assert/strict';
import { LiveGraph } from '../../../graph-server/engine/live-graph.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { signatureOf } from '../../../graph-server/engine/signature.ts';
import { NO_FOLDERS, node, promptOf, testRegistry } from '../../support/prompts.ts';
import { Add, Constant } from '../../support/test-pack.ts';

const signature = (
  id: string,
  type: typeof Add,
  inputs: string,
  known: readonly (readonly [string, string])[] = [],
) => {
  const prompt = readPrompt(promptOf([id, node(type.type, inputs)]));
  return signatureOf(new LiveGraph(prompt, testRegistry()).node(id), type, new Map(known), NO_FOLDERS);
};

describe('signatureOf', () => {
  it('does not depend on ids, nor on inputs that are not declared', async () => {
    const one = await signature('1', Constant, '"value":5');
    assert.equal(await signature('2', Constant, '"odd":1,"value":5'), one);
    const add = await signature('3', Add, '"a":["1",0]', [['1', 'abc']]);
    assert.equal(await signature('9', Add, '"a":["8",0]', [['8', 'abc']]), add);
  });

  it('depends on type, literals, fingerprint, slots and what feeds the node', async () => {
    const different = await Promise.all([
      signature('1', Constant, '"value":5'),
      signature('1', Constant, '"value":6'),
      signature('1', Constant, '"value":5.0'),
      signature('1', { ...Constant, type: 'Other' }, '"value":5'),
      signature('1', { ...Constant, fingerprint: () => 'x' }, '"value":5'),
      signature('1', Add, '"a":["1",0]', [['1', 'abc']]),
      signature('1', Add, '"a":["1",0]', [['1', 'abd']]),
      signature('1', Add, '"a":["1",1]', [['1', 'abc']]),
      signature('1', Add, '"b":["1",0]', [['1', 'abc']]),
      signature('1', Add, ''),
    ]);
    assert.equal(new Set(different).size, different.length);
    assert.ok(!different.includes(undefined));
  });

  it('depends on what the client says that changed', async () => {
    const told = async (is: string) => {
      const prompt = readPrompt(`{"1":{"class_type":"Constant","inputs":{"value":5}${is}}}`);
      return signatureOf(new LiveGraph(prompt, testRegistry()).node('1'), Constant, new Map(), NO_FOLDERS);
    };
    const [none, one, other, again] = await Promise.all(
      ['', ',"is_changed":"a"', ',"is_changed":["b"]', ',"is_changed":"a"'].map(told),
    );
    assert.equal(none, await signature('1', Constant, '"value":5'));
    assert.equal(one, again);
    assert.equal(new Set([none, one, other]).size, 3);
  });

  it('depends on the id for a type that is unique', async () => {
    const unique = { ...Constant, isUnique: true };
    assert.notEqual(await signature('1', unique, '"value":5'), await signature('2', unique, '"value":5'));
    assert.equal(await signature('1', unique, '"value":5'), await signature('1', unique, '"value":5'));
  });

  it('is none for a node that is never the same, and for all that it feeds', async () => {
    assert.equal(await signature('1', Constant, '"value":14'), undefined); // its fingerprint throws
    assert.equal(await signature('1', { ...Constant, fingerprint: () => undefined }, '"value":5'), undefined);
    assert.equal(await signature('3', Add, '"a":["1",0]'), undefined);
    assert.ok(await signature('3', Add, '"a":["1",0]', [['1', 'abc']]));
  });

  it('knows a value that no prompt has by the node that made it', async () => {
    const of = async (parent: string, known: string) => {
      const graph = new LiveGraph(readPrompt(promptOf([parent, node('Word')])), testRegistry());
      graph.expand(parent, [{ id: `${parent}.0.0.1`, type: 'Add', inputs: { a: { any: 'thing' } } }]);
      const made = graph.node(`${parent}.0.0.1`);
      return signatureOf(made, Add, new Map([[parent, known]]), NO_FOLDERS);
    };
    assert.equal(await of('1', 'abc'), await of('27', 'abc'));
    assert.notEqual(await of('1', 'abc'), await of('1', 'abd'));
  });
});
