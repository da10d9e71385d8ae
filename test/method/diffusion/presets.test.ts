import assert from 'node:assert/strict';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { deepFeature } from '../../../method/diffusion/unet-plan.ts';
import { presetPlan, PRESETS } from '../../../method/diffusion/presets.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../../../method/diffusion/schedule.ts';
import { SAMPLERS } from '../../../method/sampling/index.ts';
import { SCHEDULES } from '../../../method/sampling/schedules.ts';

const levels = noiseLevels(STABLE_DIFFUSION);

describe('presetPlan', () => {
  it('is as published for paper, with a quarter of the steps for balanced, and leaves nothing out there', () => {
    const lms = { samplerName: 'lms', scheduler: 'normal' };
    assert.deepEqual(presetPlan('paper', levels), { steps: 100, ...lms });
    assert.deepEqual(presetPlan('balanced', levels), { steps: 25, ...lms });
  });

  it('takes at most 25 steps for fast, guides in an interval, and uses features of a depth that SD 1.x has', () => {
    const { steps, samplerName, scheduler, savings } = presetPlan('fast', levels);
    assert.ok(steps <= 25);
    assert.deepEqual([samplerName, scheduler], ['dpmpp_2m', 'karras']);
    assert.ok(savings?.guidance && savings.guidance.from > savings.guidance.to);
    assert.ok(savings.reuse && savings.reuse.interval > 1);
    const config = parseUnetConfig({ cross_attention_dim: 768 }, 'unet');
    assert.doesNotThrow(() => deepFeature(config, savings.reuse?.depth ?? 0, { height: 64, width: 64 }));
  });

  it('uses features again in every second step of fastest, from the first on', () => {
    const { savings, ...fastest } = presetPlan('fastest', levels);
    const { savings: less, ...fast } = presetPlan('fast', levels);
    assert.deepEqual(fastest, fast);
    assert.deepEqual(savings?.guidance, less?.guidance);
    assert.deepEqual([savings?.reuse?.interval, savings?.reuse?.depth], [2, 2]);
    assert.ok((savings?.reuse?.from ?? 0) >= 999);
    assert.ok((savings?.reuse?.from ?? 0) > (less?.reuse?.from ?? 0));
  });

  it('names samplers and schedules that there are', () => {
    for (const { samplerName, scheduler } of PRESETS.map((preset) => presetPlan(preset, levels)))
      assert.ok(SAMPLERS[samplerName] && SCHEDULES[scheduler]);
  });
});
