import assert from 'node:assert/strict';
import { fileInput, PlaceError, setInput } from '../../../graph-server/queue/set-input.ts';
import type { Prompt } from '../../../ui/src/model/prompt.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

describe('setInput', () => {
  const prompt = (): Prompt => ({
    '5': { class_type: 'Sampler', inputs: {}, _meta: { title: 'sampler' } },
    '6': { class_type: 'Unknown', inputs: {} },
  });
  const set = (place: string, text: string | number) => {
    const changed = prompt();
    setInput(changed, place, text, OBJECT_INFO);
    return changed['5']?.inputs;
  };

  it("reads a value as the input's type", () => {
    assert.deepEqual(set('sampler.seed', '18446744073709551615'), { seed: 18446744073709551615n });
    assert.deepEqual(set('5.steps', '+7'), { steps: 7 });
    assert.deepEqual(set('sampler.preview', 'false'), { preview: false });
    assert.deepEqual(set('Sampler.sampler_name', 'euler'), { sampler_name: 'euler' });
    assert.deepEqual(set('sampler.seed', '1e3'), { seed: 1000 });
  });

  it('takes other values as they are, and finds a node by its title', () => {
    assert.deepEqual(set('sampler.steps', 9), { steps: 9 });
  });

  it('keeps texts of unknown nodes as they are', () => {
    const changed = prompt();
    setInput(changed, '6.any', '7', OBJECT_INFO);
    assert.deepEqual(changed['6']?.inputs, { any: '7' });
  });

  it('says what it expected', () => {
    assert.throws(() => set('seed', '7'), PlaceError);
    assert.throws(
      () => set('sampler.sede', '7'),
      /node 5 Sampler: expected one of its inputs \(positive, seed, .*\), got sede/,
    );
    assert.throws(() => set('sampler.seed', 'x'), /node 5 Sampler, input seed: expected a number, got "x"/);
    assert.throws(() => set('sampler.preview', 'yes'), /expected true or false/);
    assert.throws(() => set('sampler.positive', 'x'), /got one that is linked \(CONDITIONING\)/);
  });
});

describe('fileInput', () => {
  it('finds the input that takes a file', () => {
    assert.equal(fileInput({ '1': { class_type: 'LoadImage', inputs: {} } }, '1', OBJECT_INFO), 'image');
    assert.throws(
      () => fileInput({ '1': { class_type: 'Scale', inputs: {} } }, '1', OBJECT_INFO),
      /node 1 Scale: expected a node that loads a file/,
    );
  });
});
