import assert from 'node:assert/strict';
import {
  choice,
  flag,
  float,
  int,
  link,
  optional,
  seed,
  socket,
  text,
} from '../../../graph-server/engine/sockets.ts';

describe('sockets', () => {
  it('declare inputs of ComfyUI types with ComfyUI options', () => {
    const inputs = [
      link(socket('IMAGE')),
      int({ default: 1, min: 0, max: 2 }),
      float({ default: 1, min: 0, max: 2, round: 0.1 }),
      seed(),
      text(),
      flag({ default: true }),
      choice(['a']),
    ];
    assert.deepEqual(
      inputs.map(({ kind, type }) => `${kind} ${type}`),
      ['link IMAGE', 'int INT', 'float FLOAT', 'int INT', 'text STRING', 'flag BOOLEAN', 'choice COMBO'],
    );
    assert.deepEqual(text({ displayName: 'Prompt' }).options, { default: '', display_name: 'Prompt' });
    assert.deepEqual(choice(['a'], { imageUpload: true, default: 'a', eliteField: 'mask' }).options, {
      image_upload: true,
      elite_field: 'mask',
      default: 'a',
    });
  });

  it('makes an input optional without changing it', () => {
    const input = text();
    assert.deepEqual([optional(input).isOptional, input.isOptional], [true, false]);
    assert.equal(optional(input).type, 'STRING');
  });
});
