import assert from 'node:assert/strict';
import { inputSpec, objectInfo } from '../../../graph-server/engine/object-info.ts';
import { choice, link, socket } from '../../../graph-server/engine/sockets.ts';
import { NO_FOLDERS, testRegistry } from '../../support/prompts.ts';
import { semanticsRegistry } from '../../support/run-semantics.ts';

describe('objectInfo', () => {
  it('describes a node type as ComfyUI does', async () => {
    const info = await objectInfo(testRegistry(), NO_FOLDERS, () => undefined);
    assert.deepEqual(info['Constant'], {
      input: { required: { value: ['INT', { default: 1, min: 0, max: 1000, tooltip: 'any' }] } },
      input_order: { required: ['value'] },
      is_input_list: false,
      output: ['NUMBER'],
      output_is_list: [false],
      output_name: ['number'],
      output_tooltips: ['the value'],
      name: 'Constant',
      display_name: 'Constant',
      description: '',
      python_module: 'custom_nodes.test',
      category: 'test',
      output_node: false,
      search_aliases: ['one'],
    });
  });

  it('shows every kind of input with its options', async () => {
    const { input, input_order, output_node } =
      (await objectInfo(testRegistry(), NO_FOLDERS, () => undefined))['Kinds'] ?? assert.fail();
    assert.deepEqual(input.required['seed'], [
      'INT',
      { default: 0, min: 0, max: 18446744073709551615n, control_after_generate: true },
    ]);
    assert.deepEqual(input.required['mode'], [['fast', 'good'], { default: 'good' }]);
    assert.deepEqual(input.optional, { file: [['a.png'], { image_upload: true }] });
    assert.deepEqual(input_order.optional, ['file']);
    assert.equal(output_node, true);
  });

  it('leaves out a node type that cannot say what it offers', async () => {
    const faults: string[] = [];
    const info = await objectInfo(testRegistry(), NO_FOLDERS, (type, error) => {
      faults.push(`${type}: ${String(error)}`);
    });
    assert.equal(info['Unsure'], undefined);
    assert.deepEqual(faults, ['Unsure: Error: folder: expected to be readable, got locked']);
  });

  it('asks for choices whenever it is asked', async () => {
    const offered = ['a'];
    const input = choice(() => offered.slice());
    assert.deepEqual((await inputSpec(input, NO_FOLDERS))[0], ['a']);
    offered.push('b');
    assert.deepEqual((await inputSpec(input, NO_FOLDERS))[0], ['a', 'b']);
    const [type, options] = await inputSpec(
      link(socket('X'), { displayName: 'Y', advanced: true }),
      NO_FOLDERS,
    );
    assert.deepEqual([type, options], ['X', { display_name: 'Y', advanced: true }]);
  });

  it('tells lists, lazy inputs and raw links', async () => {
    const info = await objectInfo(semanticsRegistry(), NO_FOLDERS, () => undefined);
    assert.deepEqual([info['Total']?.is_input_list, info['Sum']?.is_input_list], [true, false]);
    assert.deepEqual(info['Range']?.output_is_list, [true, false]);
    assert.deepEqual(info['LazyMix']?.input.required['a'], ['NUMBER', { lazy: true }]);
    assert.deepEqual(info['Twice']?.input.required['number'], ['NUMBER', { rawLink: true }]);
  });
});
