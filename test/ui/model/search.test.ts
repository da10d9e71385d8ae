import assert from 'node:assert/strict';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';
import { searchTypes } from '../../../ui/src/model/search.ts';

const TYPES = nodeTypes({
  EliteUNetSampler: {
    display_name: 'ELITE Sampler',
    category: 'elite',
    search_aliases: ['lambda'],
    output: ['LATENT'],
  },
  EliteTextEncode: {
    display_name: 'ELITE Text Encode',
    category: 'elite',
    search_aliases: ['prompt', 'elite conditioning'],
    output: ['CONDITIONING'],
  },
  KSampler: { display_name: 'KSampler', category: 'sampling', output: ['LATENT'] },
  VAEDecode: {
    display_name: 'VAE Decode',
    category: 'latent',
    input: { required: { samples: ['LATENT'] } },
    output: ['IMAGE'],
  },
  LoadImage: {
    display_name: 'Load Image',
    category: 'image',
    search_aliases: ['photo'],
    output: ['IMAGE', 'MASK'],
  },
});
const first = (query: string) => searchTypes(TYPES.values(), query)[0]?.name;

describe('search for nodes', () => {
  it('matches letters in their order, beginnings of words and aliases', () => {
    assert.equal(first('elsam'), 'EliteUNetSampler');
    assert.equal(first('elite sam'), 'EliteUNetSampler');
    assert.equal(first('elcon'), 'EliteTextEncode');
    assert.equal(first('smplr'), 'EliteUNetSampler');
    assert.equal(first('ksmp'), 'KSampler');
    assert.equal(first('vd'), 'VAEDecode');
    assert.equal(first('photo'), 'LoadImage');
    assert.equal(first('zzz'), undefined);
  });

  it('lists only what a dragged link fits', () => {
    const takers = searchTypes(TYPES.values(), '', { side: 'input', type: 'LATENT' });
    assert.deepEqual(
      takers.map(({ name }) => name),
      ['VAEDecode'],
    );
    const givers = searchTypes(TYPES.values(), '', { side: 'output', type: 'MASK' });
    assert.deepEqual(
      givers.map(({ name }) => name),
      ['LoadImage'],
    );
  });
});
