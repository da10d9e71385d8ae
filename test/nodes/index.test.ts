import assert from 'node:assert/strict';
import * as packs from '../../nodes/index.ts';

describe('elite-graph/nodes', () => {
  it('has what a pack declares nodes with, and the sockets of the nodes that ship', () => {
    const { defineNode, definePack, int, link, IMAGE, tensor } = packs;
    const Double = defineNode({
      type: 'Double',
      displayName: 'Double',
      category: 'test',
      description: '',
      inputs: { image: link(IMAGE), times: int({ default: 2, min: 1, max: 9 }) },
      outputs: { IMAGE },
      run: ({ image, times }) => ({
        IMAGE: tensor(
          image.data.map((value) => value * times),
          image.dims,
        ),
      }),
    });
    const pack = definePack({ name: 'test', nodes: [Double] });
    assert.equal(pack.nodes[0]?.inputs['image']?.type, 'IMAGE');
    for (const name of ['MASK', 'LATENT', 'CONDITIONING', 'MODEL', 'CLIP', 'VAE'] as const)
      assert.equal(packs[name].type, name);
  });
});
