import assert from 'node:assert/strict';
import pack from '../../../nodes/elite/index.ts';

describe('the elite pack', () => {
  it('has the nodes of the method under the names that people type', () => {
    assert.equal(pack.name, 'elite');
    assert.deepEqual(pack.nodes.map(({ type }) => type).sort(), [
      'CLIPImageFeatures',
      'CombinePhotos',
      'EliteBundleLoader',
      'EliteTextEncode',
      'EliteUNetSampler',
      'GlobalMapper',
      'LoadConcept',
      'LocalMapper',
      'SaveConcept',
    ]);
  });

  it('says of each node, input and value what it is for', () => {
    for (const { type, description, inputs } of pack.nodes) {
      assert.match(description, /\.$/, type);
      for (const [name, { options, kind }] of Object.entries(inputs))
        if (kind === 'float' || kind === 'int' || kind === 'text')
          assert.ok(options['tooltip'], `${type}.${name}`);
    }
  });
});
