import assert from 'node:assert/strict';
import { deepInput, formDims, formKey, deepOutput } from '../../../method/diffusion/deep-input.ts';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { zeros } from '../../../method/tensor/tensor.ts';

describe('deepInput', () => {
  const config = parseUnetConfig({ cross_attention_dim: 768 }, 'unet');
  const sides = { height: 64, width: 64 };

  it('is nothing for a whole network, an input of the outer blocks, an output of one that tells', () => {
    const whole = new Graph('whole');
    assert.deepEqual(deepInput(whole, config, sides, {}), {});
    const outer = new Graph('outer');
    const { deep } = deepInput(outer, config, sides, { deep: { depth: 2, isGiven: true } });
    assert.ok(deep?.feature);
    outer.output('epsilon', deep.feature);
    assert.deepEqual(outer.model().inputs, ['deep']);
    const telling = new Graph('telling');
    const inner = deepInput(telling, config, sides, { deep: { depth: 2, isGiven: false } });
    assert.equal(inner.deep?.feature, undefined);
    inner.deep?.onFeature?.(telling.input('x', [1]));
    assert.deepEqual(telling.model().outputs, ['deep']);
  });

  it('refuses a depth that the network lacks', () => {
    const form = { deep: { depth: 40, isGiven: true } };
    assert.throws(
      () => deepInput(new Graph('x'), config, sides, form),
      /^Error: depth: expected .* 1 to 12, got 40$/,
    );
  });
});

describe('formDims and formKey', () => {
  const reuse = { interval: 2, depth: 3, from: 999, to: 0 };

  it('tell the three forms apart, and cut nothing without reuse', () => {
    assert.deepEqual(formDims('telling', reuse), { deep: { depth: 3, isGiven: false } });
    assert.deepEqual(formDims('outer', reuse), { deep: { depth: 3, isGiven: true } });
    assert.deepEqual([formDims('whole', reuse), formDims('whole', undefined)], [{}, {}]);
    const keys = (['whole', 'telling', 'outer'] as const).map((form) => formKey(form, reuse));
    assert.equal(new Set(keys).size, 3);
    assert.equal(formKey('whole', undefined), '');
  });
});

describe('deepOutput', () => {
  it('is the deep feature, where a run has one', () => {
    const deep = zeros([1]);
    assert.deepEqual(deepOutput({ deep, epsilon: zeros([2]) }), { deep });
    assert.deepEqual(deepOutput({ epsilon: zeros([2]) }), {});
  });
});
