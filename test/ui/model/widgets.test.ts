import assert from 'node:assert/strict';
import type { NodeInfo } from '../../../ui/src/model/object-info.ts';
import { isWidget, valuesByName, widgetSlots } from '../../../ui/src/model/widgets.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

/** The type's facts, which the table is known to have. */
function info(type: string): NodeInfo {
  const found = OBJECT_INFO[type];
  assert.ok(found);
  return found;
}

const layout = (type: string) => widgetSlots(info(type)).map(({ role, name }) => `${role} ${name}`);

describe('widgetSlots', () => {
  it('adds a control entry after a seed', () => {
    assert.deepEqual(layout('Sampler'), [
      'value seed',
      'control seed',
      'value steps',
      'value sampler_name',
      'value preview',
    ]);
  });

  it('adds an upload entry after all widgets of a node that takes pictures', () => {
    assert.deepEqual(layout('LoadImage'), ['value image', 'upload image']);
  });

  it('adds a mode and a filter after a controlled choice', () => {
    const slots = widgetSlots({ input: { required: { name: [['a'], { control_after_generate: true }] } } });
    assert.deepEqual(
      slots.map(({ role }) => role),
      ['value', 'control', 'filter'],
    );
  });

  it('leaves out inputs that are linked only', () => {
    assert.deepEqual(layout('Forced'), ['value own']);
    assert.equal(isWidget(['IMAGE']), false);
    assert.equal(isWidget(['FANCY', { widgetType: 'STRING' }]), true);
    assert.equal(isWidget(['INT', { defaultInput: true }]), false);
  });
});

describe('valuesByName', () => {
  it('reads values by position and skips the control of a seed', () => {
    const values = valuesByName(
      { widgets_values: [7, 'randomize', 25, 'lms', false, 'tail'] },
      info('Sampler'),
    );
    assert.deepEqual({ ...values }, { seed: 7, steps: 25, sampler_name: 'lms', preview: false });
  });

  it('prefers the names that the file itself holds', () => {
    const properties = { widget_names: ['steps', null, 'seed'] };
    assert.deepEqual(
      { ...valuesByName({ widgets_values: [25, 'fixed', 7], properties }, info('Sampler')) },
      { steps: 25, seed: 7 },
    );
  });

  it('reads values by name from an object', () => {
    assert.deepEqual({ ...valuesByName({ widgets_values: { steps: 3 } }, undefined) }, { steps: 3 });
  });

  it('drops the dummies of old files for linked inputs', () => {
    assert.deepEqual({ ...valuesByName({ widgets_values: [0, 5] }, info('Forced')) }, { own: 5 });
    assert.deepEqual({ ...valuesByName({ widgets_values: [5] }, info('Forced')) }, { own: 5 });
  });

  it('knows nothing about a type that is unknown', () => {
    assert.deepEqual({ ...valuesByName({ widgets_values: [1] }, undefined) }, {});
  });
});
