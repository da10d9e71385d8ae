import assert from 'node:assert/strict';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { signatureOf } from '../../../graph-server/engine/signature.ts';
import { NO_FOLDERS, node, promptOf } from '../../support/prompts.ts';
import { Add, Constant } from '../../support/test-pack.ts';

const signature = (
  id: string,
  type: typeof Add,
  inputs: string,
  known: readonly (readonly [string, string])[] = [],
) => {
  const prompt = readPrompt(promptOf([id, node(type.type, inputs)]));
  return signatureOf(prompt.get(id) ?? assert.fail(), type, new Map(known), NO_FOLDERS);
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
      signature('1', { ...Constant, type: 'Other' }, '"value":5'),
      signature('1', { ...Constant, fingerprint: () => 'x' }, '"value":5'),
      signature('1', Add, '"a":["1",0]', [['1', 'abc']]),
      signature('1', Add, '"a":["1",0]', [['1', 'abd']]),
      signature('1', Add, '"a":["1",1]', [['1', 'abc']]),
      signature('1', Add, '"b":["1",0]', [['1', 'abc']]),
      signature('1', Add, ''),
    ]);
    assert.equal(new Set(different).size, different.length);
  });
});
