import assert from 'node:assert/strict';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { deepOutput, formDims, formInputs, formKey } from '../../../method/diffusion/unet-form.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { zeros } from '../../../method/tensor/tensor.ts';

describe('formInputs', () => {
  const config = parseUnetConfig({ cross_attention_dim: 768 }, 'unet');
  const sides = { height: 64, width: 64 };

  it('is nothing for a whole network, an input of the outer blocks, an output of one that tells', () => {
    const whole = new Graph('whole');
    assert.deepEqual(formInputs(whole, config, sides, {}), {});
    const outer = new Graph('outer');
    const { deep } = formInputs(outer, config, sides, { deep: { depth: 2, isGiven: true } });
    assert.ok(deep?.feature);
    outer.output('epsilon', deep.feature);
    assert.deepEqual(outer.model().inputs, ['deep']);
    const telling = new Graph('telling');
    const inner = formInputs(telling, config, sides, { deep: { depth: 2, isGiven: false } });
    assert.equal(inner.deep?.feature, undefined);
    inner.deep?.onFeature?.(telling.input('x', [1]));
    assert.deepEqual(telling.model().outputs, ['deep']);
  });

  it('says at which pixels of these sides the self-attention looks', () => {
    const { keys, deep } = formInputs(new Graph('x'), config, sides, { keyStride: 2 });
    assert.deepEqual(keys, { ...sides, stride: 2 });
    assert.equal(deep, undefined);
  });

  it('refuses a depth that the network lacks', () => {
    const form = { deep: { depth: 40, isGiven: true } };
    assert.throws(
      () => formInputs(new Graph('x'), config, sides, form),
      /^Error: depth: expected .* 1 to 12, got 40$/,
    );
  });
});

describe('formDims and formKey', () => {
  const reuse = { interval: 2, depth: 3, from: 999, to: 0 };

  it('tell the three forms apart, and cut nothing without reuse', () => {
    assert.deepEqual(formDims('telling', { reuse }), { deep: { depth: 3, isGiven: false } });
    assert.deepEqual(formDims('outer', { reuse }), { deep: { depth: 3, isGiven: true } });
    assert.deepEqual([formDims('whole', { reuse }), formDims('whole')], [{}, {}]);
    const keys = (['whole', 'telling', 'outer'] as const).map((form) => formKey(form, { reuse }));
    assert.equal(new Set(keys).size, 3);
    assert.equal(formKey('whole'), '');
  });

  it('leave keys out in every form, and none with a stride of 1', () => {
    assert.deepEqual(formDims('whole', { keyStride: 2 }), { keyStride: 2 });
    assert.deepEqual(formDims('outer', { reuse, keyStride: 2 }), {
      deep: { depth: 3, isGiven: true },
      keyStride: 2,
    });
    assert.deepEqual(formDims('whole', { keyStride: 1 }), {});
    const keys = [{}, { keyStride: 1 }, { keyStride: 2 }, { keyStride: 3 }].map((s) => formKey('whole', s));
    assert.equal(new Set(keys).size, 3);
  });
});

describe('deepOutput', () => {
  it('is the deep feature, where a run has one', () => {
    const deep = zeros([1]);
    assert.deepEqual(deepOutput({ deep, epsilon: zeros([2]) }), { deep });
    assert.deepEqual(deepOutput({ epsilon: zeros([2]) }), {});
  });
});
