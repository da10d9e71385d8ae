import assert from 'node:assert/strict';
import { presetPlan } from '../../../method/diffusion/presets.ts';
import { planned } from '../../../nodes/elite/planned.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('planned', () => {
  const bundle = openedBundle();
  const inputs = () => ({ model: bundle().model, steps: 7, sampler_name: 'heun', scheduler: 'karras' });

  it('follows the inputs, and the patches of the model, without a preset', () => {
    const patched = { ...bundle().model, savings: { guidance: { from: 900, to: 100 } } };
    for (const preset of [undefined, 'custom'] as const) {
      const plan = planned({ ...inputs(), model: patched, preset });
      assert.equal(plan.model, patched);
      assert.deepEqual([plan.steps, plan.samplerName, plan.scheduler], [7, 'heun', 'karras']);
    }
  });

  it('follows the preset alone otherwise', () => {
    const patched = { ...bundle().model, savings: { guidance: { from: 900, to: 100 } } };
    const paper = planned({ ...inputs(), model: patched, preset: 'paper' });
    assert.deepEqual([paper.steps, paper.samplerName, paper.scheduler], [100, 'lms', 'normal']);
    assert.equal(paper.model.savings, undefined);
    const fast = planned({ ...inputs(), preset: 'fast' });
    assert.deepEqual(fast.model.savings, presetPlan('fast', bundle().model.levels).savings);
    assert.equal(fast.model.key, bundle().model.key);
  });
});
