import assert from 'node:assert/strict';
import { defineNode, definePack } from '../../../graph-server/engine/define-node.ts';
import { int, optional, socket, text } from '../../../graph-server/engine/sockets.ts';

describe('defineNode', () => {
  it('types what run gets and gives by the declaration', async () => {
    const Repeat = defineNode({
      type: 'Repeat',
      displayName: 'Repeat',
      category: 'test',
      description: '',
      inputs: { word: text(), times: optional(int({ default: 2, min: 1, max: 3 })) },
      outputs: { words: socket<string>('WORDS') },
      run: ({ word, times }) => {
        // @ts-expect-error: an optional input may be absent
        const certain: number = times;
        return { words: word.repeat(certain) };
      },
    });
    const inputs = { word: 'ab', times: 2 } as unknown as Parameters<typeof Repeat.run>[0];
    assert.deepEqual(await Repeat.run(inputs, {} as Parameters<typeof Repeat.run>[1]), { words: 'abab' });
    const pack = { name: 'p', nodes: [Repeat] };
    assert.equal(definePack(pack), pack);
  });
});
