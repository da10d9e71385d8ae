import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileInput, loadGraph, setInput } from '../../../graph-server/cli/load-graph.ts';
import type { Prompt } from '../../../ui/src/model/prompt.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('loadGraph', () => {
  const folder = temporaryFolder();

  it('reads workflows and prompts', async () => {
    const path = join(folder, 'w.json');
    writeFileSync(
      path,
      '{"nodes":[{"id":1,"type":"LoadImage","widgets_values":["cat.png","image"]}],"links":[],"version":0.4}',
    );
    const { prompt, workflow } = await loadGraph(path, OBJECT_INFO);
    assert.deepEqual({ ...prompt['1']?.inputs }, { image: 'cat.png' });
    assert.equal(workflow?.['version'], 0.4);
    writeFileSync(path, '{"1":{"class_type":"A","inputs":{}}}');
    assert.equal((await loadGraph(path, OBJECT_INFO)).workflow, undefined);
  });

  it('names a file that is not there or is something else', async () => {
    await assert.rejects(loadGraph(join(folder, 'none.json'), OBJECT_INFO), /none\.json: no such file$/);
    writeFileSync(join(folder, 'x.json'), 'hello');
    await assert.rejects(
      loadGraph(join(folder, 'x.json'), OBJECT_INFO),
      /^Error: x\.json: expected a value on line 1/,
    );
  });
});

describe('setInput', () => {
  const prompt = (): Prompt => ({
    '5': { class_type: 'Sampler', inputs: {}, _meta: { title: 'sampler' } },
    '6': { class_type: 'Unknown', inputs: {} },
  });
  const set = (place: string, text: string) => {
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

  it('keeps texts of unknown nodes as they are', () => {
    const changed = prompt();
    setInput(changed, '6.any', '7', OBJECT_INFO);
    assert.deepEqual(changed['6']?.inputs, { any: '7' });
  });

  it('says what it expected', () => {
    assert.throws(() => set('seed', '7'), /--set seed: expected NODE\.INPUT=VALUE/);
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
