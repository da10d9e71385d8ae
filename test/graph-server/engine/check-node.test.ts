import assert from 'node:assert/strict';
import { checkNode, literalValues, nodePlace } from '../../../graph-server/engine/check-node.ts';
import { defineNode } from '../../../graph-server/engine/define-node.ts';
import { choice, optional, link, socket } from '../../../graph-server/engine/sockets.ts';
import { Registry } from '../../../graph-server/engine/registry.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { NO_FOLDERS, node, promptOf } from '../../support/prompts.ts';
import { semanticsRegistry } from '../../support/run-semantics.ts';
import { Choosy } from '../../support/semantics-pack.ts';

const Load = defineNode({
  type: 'Load',
  displayName: 'Load',
  category: 'test',
  description: '',
  inputs: {
    image: choice<string>(['a.png'], { imageUpload: true }),
    many: optional(choice(Array.from({ length: 21 }, (_, index) => `m${index}`))),
    mask: optional(link(socket<number>('MASK'))),
  },
  outputs: { image: socket<string>('IMAGE,LATENT'), any: socket<string>('*') },
  validate: ({ image }) => (image === 'gone.png' ? 'image gone.png: no such file' : undefined),
  run: ({ image }) => ({ image, any: image }),
});

describe('checkNode', () => {
  const registry = new Registry();
  registry.add({ name: 'p', nodes: [Load] });
  const check = (inputs: string) => {
    const prompt = readPrompt(promptOf(['1', node('Load', inputs)], ['2', node('Load', '"image":"a.png"')]));
    const one = prompt.get('1') ?? assert.fail();
    return checkNode(one, Load, { prompt, registry, folders: NO_FOLDERS });
  };

  it('leaves names of files that can be uploaded to the node', async () => {
    assert.deepEqual((await check('"image":"sub/b.png [output]"')).faults, []);
    const { faults } = await check('"image":"gone.png"');
    assert.deepEqual(
      faults.map(({ message }) => message),
      ['node 1 Load: image gone.png: no such file'],
    );
  });

  it('takes null for an optional link that is left out', async () => {
    const { faults, inputs } = await check('"image":"a.png","mask":null');
    assert.deepEqual([faults, inputs.get('mask')], [[], null]);
  });

  it('takes wildcards, and lists of types with one in common', async () => {
    assert.deepEqual((await check('"image":"a.png","mask":["2",1]')).faults, []);
    const { faults } = await check('"image":"a.png","mask":["2",0]');
    assert.match(
      faults[0]?.message ?? '',
      /expected a link that carries MASK, got IMAGE,LATENT of node 2 Load$/,
    );
  });

  it('shows no list of more than 20 choices', async () => {
    const { faults } = await check('"image":"a.png","many":"x"');
    assert.equal(faults[0]?.type, 'value_not_in_list');
    assert.equal(faults[0].extra_info['input_config'], null);
  });

  it('gives the literal values of a node without its links', () => {
    const prompt = readPrompt(promptOf(['1', node('Load', '"image":"a.png","mask":["2",0],"odd":1')]));
    const one = prompt.get('1') ?? assert.fail();
    assert.deepEqual(literalValues(Load, one.inputs), { image: 'a.png' });
    assert.equal(nodePlace(one), 'node 1 Load');
  });

  it('leaves to a node what it checks itself, and tells it what is linked', async () => {
    const semantics = semanticsRegistry();
    const faultsOf = async (inputs: string) => {
      const prompt = readPrompt(
        promptOf(
          ['1', node('Choosy', inputs)],
          ['2', node('Value', '"value":1')],
          ['3', node('Range', '"count":1')],
          ['4', node('Word')],
        ),
      );
      const one = prompt.get('1') ?? assert.fail();
      const { faults } = await checkNode(one, Choosy, { prompt, registry: semantics, folders: NO_FOLDERS });
      return faults.map(({ message, extra_info }) => [message, extra_info['input_name']]);
    };
    assert.deepEqual(await faultsOf('"size":800,"odd":false'), []); // over its greatest, and it does not mind
    assert.deepEqual(await faultsOf('"size":8,"odd":false,"word":["2",0]'), []); // no WORD, and it does not mind
    assert.deepEqual(await faultsOf('"size":9,"odd":false'), [
      ['node 1 Choosy, input size: expected a multiple of 8, got 9', 'size'],
    ]);
    assert.deepEqual(await faultsOf('"size":8,"odd":false,"word":["4",0]'), [
      ['node 1 Choosy, input word: expected a NUMBER, got WORD', 'word'],
    ]);
    assert.deepEqual(await faultsOf('"size":8,"odd":true'), [
      ['node 1 Choosy: expected nothing odd, got something', undefined],
    ]);
    assert.match(String((await faultsOf('"size":"x","odd":false'))[0]), /expected a whole number, got "x"/);
  });
});
