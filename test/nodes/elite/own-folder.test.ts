import assert from 'node:assert/strict';
import { ownFolder } from '../../../nodes/elite/own-folder.ts';

describe('ownFolder', () => {
  it('is the first of the folders of models', () => {
    assert.equal(ownFolder({ models: ['/own', '/shipped'] }), '/own');
    assert.throws(() => ownFolder({ models: [] }), /^Error: models: expected a folder of models, got none$/);
  });
});
