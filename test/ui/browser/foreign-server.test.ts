import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, dropJson, savedDocument } from './editor-page.ts';
import { editorTests } from './editor-tests.ts';

/** Node types as a ComfyUI server tells them: older and newer forms of inputs, nulls, lists, types that only it knows. */
const OBJECT_INFO = {
  CheckpointLoaderSimple: {
    input: { required: { ckpt_name: [['a.safetensors', 'b.ckpt'], { tooltip: 'The model.' }] } },
    input_order: { required: ['ckpt_name'] },
    output: ['MODEL', 'CLIP', 'VAE'],
    output_is_list: [false, false, false],
    output_name: ['MODEL', 'CLIP', 'VAE'],
    name: 'CheckpointLoaderSimple',
    display_name: 'Load Checkpoint',
    description: '',
    python_module: 'nodes',
    category: 'loaders',
    output_node: false,
    output_tooltips: ['The model.', null, null],
  },
  CLIPTextEncode: {
    input: { required: { text: ['STRING', { multiline: true, dynamicPrompts: true }], clip: ['CLIP'] } },
    output: ['CONDITIONING'],
    category: 'conditioning',
    search_aliases: null,
  },
  KSampler: {
    input: {
      required: {
        model: ['MODEL', { tooltip: null }],
        seed: ['INT', { default: 0, min: 0, max: 18446744073709552000, control_after_generate: true }],
        steps: ['INT', { default: 20, min: 1, max: 10000 }],
        cfg: ['FLOAT', { default: 8.0, min: 0.0, max: 100.0, step: 0.1, round: 0.01 }],
        sampler_name: ['COMBO', { options: ['euler', 'lms'], multiselect: false }],
        positive: ['CONDITIONING'],
      },
      hidden: { prompt: 'PROMPT', unique_id: 'UNIQUE_ID' },
    },
    output: ['LATENT'],
    display_name: null,
    category: 'sampling',
  },
  NewForm: {
    input: {
      required: {
        mode: ['COMFY_DYNAMICCOMBO_V3', { options: [{ key: 'one', inputs: { required: {} } }] }],
        either: ['IMAGE,MASK', {}],
        any: ['*', null],
        lambda: ['FLOAT', { display: 'knob', elite_field: 7 }],
      },
      optional: { images: ['COMFY_AUTOGROW_V3', { template: { input: {}, min: 1, max: 9 } }] },
    },
    output: [['a', 'b'], 'COMFY_MATCHTYPE_V3'],
    output_node: true,
    deprecated: true,
    experimental: true,
    api_node: true,
  },
  Bare: {},
};

/** Answers as a ComfyUI server: its node types, no routes of ours. */
async function openForeign(page: Page, url: string): Promise<void> {
  await page.addInitScript("localStorage.setItem('elite-graph.start', 'dismissed')");
  await page.route(/\/object_info$/, (route) => route.fulfill({ json: OBJECT_INFO }));
  await page.route(/\/features$/, (route) => route.fulfill({ json: { supports_preview_metadata: true } }));
  await page.route(/\/workflow_templates/, (route) => route.fulfill({ json: {} }));
  await page.route(/\/elite\//, (route) => route.fulfill({ status: 404, body: '404: Not Found' }));
  await page.goto(`${url}/?e2e=1`);
  await page.waitForSelector('.app[data-ready=true]');
}

describe('the editor on another server', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('opens, shows its nodes, edits them and saves what it was given', async () => {
    const { page, complaints } = await editor.openBlank();
    await openForeign(page, editor.server().url);
    const types = Object.keys(OBJECT_INFO);
    const nodes = types.map((type, index) => ({ id: index + 1, type, pos: [300 * index, 0] }));
    const links = [[1, 1, 0, 3, 0, 'MODEL']];
    await dropJson(page, 'theirs.json', JSON.stringify({ version: 0.4, nodes, links }));
    await page.getByText('Opened theirs').waitFor();
    await body(page, 3).getByLabel('steps').fill('30');
    await body(page, 3).getByLabel('steps').press('Enter');
    await body(page, 2).locator('textarea').fill('a cat');
    const saved = await savedDocument(page);
    assert.deepEqual(saved.nodes.map(({ type }) => type).sort(), [...types].sort());
    const sampler = saved.nodes.find(({ type }) => type === 'KSampler');
    assert.deepEqual(sampler?.widgets_values?.slice(-3), [30, 8, 'euler']);
    for (const name of ['Gallery', 'Sweep', 'Start card']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.locator(name === 'Start card' ? '.start-card' : '.modal').waitFor();
      await page.keyboard.press('Escape');
    }
    await page.locator('.start-card').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.blocker').first().waitFor();
    assert.deepEqual(
      complaints.filter((each) => !/status of 404/.test(each)),
      [],
    );
  });
});
