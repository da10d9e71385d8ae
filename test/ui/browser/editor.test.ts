import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { encodePng } from '../../../method/image/encode.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
import type { Command } from '../../../ui/src/model/command.ts';
import { someNode } from '../../../ui/src/model/document.ts';
import { pngWith } from '../../support/png.ts';
import {
  body,
  dispatch,
  documentText,
  drag,
  drop,
  dropJson,
  idOf,
  numbersFrom,
  savedDocument,
  slot,
  valueOf,
} from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

/** A random change of the graph of the first visit, whose result is made by its last nodes. */
function someCommand(random: () => number, step: number): Command {
  const below = (count: number) => Math.floor(random() * count);
  const node = String(below(9) + 1);
  const commands: readonly Command[] = [
    { kind: 'move', node, pos: [below(900), below(900)] },
    { kind: 'resize', node, size: [400 + below(90), 500 + below(90)] },
    { kind: 'setState', node, state: random() < 0.5 ? 'off' : 'bypass' },
    { kind: 'setTitle', node, title: `title ${step}` },
    { kind: 'setView', node, isCollapsed: random() < 0.5 },
    { kind: 'setValue', node: '10', name: 'steps', value: step + 40 },
    { kind: 'add', node: someNode({ id: '', type: 'Note', pos: [step, step] }) },
    { kind: 'paste', nodes: [someNode({ id: '1', type: 'VAEDecode', pos: [step, 0] })], links: [] },
    { kind: 'remove', nodes: [node] },
    { kind: 'disconnect', to: { node: '10', input: random() < 0.5 ? 'positive' : 'latent_image' } },
    { kind: 'connect', from: { node: '7', slot: 0 }, to: { node: '10', input: 'negative' } },
  ];
  return commands[below(commands.length)] ?? { kind: 'rename', title: `title ${step}` };
}

describe('the editor in a browser', function () {
  this.timeout(600_000);
  const editor = editorTests();

  describe('first visit', () => {
    it('opens the workflow generate without a complaint and without leaving the server', async () => {
      const { page, complaints, foreign } = await editor.open();
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'generate');
      assert.equal((await savedDocument(page)).nodes.length, 12);
      assert.deepEqual(complaints, []);
      assert.deepEqual(foreign, []);
    });

    it('loads at most 120 KB of script before lazy parts', async () => {
      const { url } = editor.server();
      const html = await (await fetch(url)).text();
      const names = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
        ([, name]) => name ?? '',
      );
      assert.ok(names.length > 0);
      const scripts = await Promise.all(names.map(async (name) => (await fetch(`${url}/${name}`)).text()));
      const total = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0);
      for (const script of scripts) assert.doesNotMatch(script, /\beval\(|\bFunction\(/);
      assert.ok(total <= 120_000, `${total} bytes`);
    });

    it('draws the canvas in pixels of the screen, and hits slots, at ratios from 0.5 to 3', async () => {
      const { page } = await editor.open();
      await page.addInitScript("indexedDB.deleteDatabase('elite-graph')"); // each reload begins without a draft
      const screen = await page.context().newCDPSession(page);
      const [decode, save] = [await idOf(page, 'VAEDecode'), await idOf(page, 'SaveImage')];
      const before = (await savedDocument(page)).links.length;
      for (const deviceScaleFactor of [0.5, 1, 2, 3]) {
        const size = { width: 1600, height: 1000, mobile: false };
        await screen.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor });
        await reload(page);
        const { drawn, shown } = await page.evaluate(() => {
          const canvas = document.querySelector('canvas');
          return {
            drawn: [canvas?.width, canvas?.height],
            shown: [canvas?.clientWidth ?? 0, canvas?.clientHeight ?? 0],
          };
        });
        assert.deepEqual(
          drawn,
          shown.map((side) => Math.round(side * deviceScaleFactor)),
        );
        const [x, y] = await slot(page, save, 'input', 'images');
        await drag(page, [x, y], [x - 40, 990]);
        const search = page.getByRole('dialog', { name: 'Add a node' });
        await search.waitFor(); // its part of the editor is loaded when it is first shown
        await page.keyboard.press('Escape');
        await search.waitFor({ state: 'hidden' });
        assert.equal((await savedDocument(page)).links.length, before - 1);
        await drag(
          page,
          await slot(page, decode, 'output', 'IMAGE'),
          await slot(page, save, 'input', 'images'),
        );
        assert.equal((await savedDocument(page)).links.length, before);
      }
    });
  });

  describe('running', () => {
    it('shows progress, previews on the sampler and the result on its node and in the panel', async () => {
      const { page, complaints } = await editor.open();
      let goOn: () => void = () => undefined;
      let count = 0;
      const { tempo } = editor.server();
      tempo.step = () => ((count += 1) < 4 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)));
      await page.getByRole('button', { name: 'Run' }).click();
      const sampler = body(page, await idOf(page, 'EliteUNetSampler'));
      await sampler.locator('img[data-kind=preview]').waitFor();
      await page
        .locator('.status-bar .words')
        .filter({ hasText: /Step \d+ of 12/ })
        .waitFor();
      assert.match(await page.title(), /^\d+ % · /);
      tempo.step = () => Promise.resolve();
      goOn();
      const result = body(page, await idOf(page, 'SaveImage')).locator('img[data-kind=result]');
      await result.waitFor();
      assert.equal(
        await result.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
        256,
      );
      await page.locator('.results .stage img').waitFor();
      await page.getByRole('button', { name: 'Run' }).waitFor();
      assert.deepEqual(complaints, []);
    });

    it('draws a random seed before the run, shows the one that ran, and takes it again', async () => {
      const { page } = await editor.open();
      const id = await idOf(page, 'EliteUNetSampler');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.locator('.facts').waitFor();
      assert.notEqual(await valueOf(page, id, 'seed'), 7);
      assert.equal(
        await page.locator('.facts dd').nth(1).textContent(),
        String(await valueOf(page, id, 'seed')),
      );
      const ran = await valueOf(page, id, 'seed');
      await dispatch(page, { kind: 'setValue', node: String(id), name: 'seed', value: 3 });
      await page.locator('.facts').getByRole('button', { name: 'Use again' }).click();
      assert.equal(await valueOf(page, id, 'seed'), ran);
      await body(page, id).getByRole('radio', { name: /fixed/i, checked: true }).waitFor();
    });

    it('stops where it stood, and only then can run again', async () => {
      const { page } = await editor.open();
      const { tempo } = editor.server();
      let goOn: () => void = () => undefined;
      tempo.step = () => new Promise((resolve) => (goOn = resolve));
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('status').filter({ hasText: 'Working' }).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      tempo.step = () => Promise.resolve();
      goOn();
      await page.getByRole('status').filter({ hasText: 'Stopped' }).waitFor();
      assert.equal(await page.locator('img[data-kind=result]').count(), 0);
    });

    it('says on the node and in words what failed', async () => {
      const { page } = await editor.open();
      const { tempo } = editor.server();
      tempo.fault = 'text: expected an S*, got a prompt without';
      const id = await idOf(page, 'EliteTextEncode');
      await body(page, id).locator('textarea').fill('a S* for a fault');
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('region', { name: 'Problems' }).getByText('expected an S*').waitFor();
      await body(page, id).locator('.problem').waitFor();
      tempo.fault = undefined;
    });

    it('names the input that is not connected and sends nothing', async () => {
      const { page } = await editor.open();
      const save = await idOf(page, 'SaveImage');
      await dispatch(page, { kind: 'disconnect', to: { node: String(save), input: 'images' } });
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('region', { name: 'Problems' }).getByText('images is not connected').waitFor();
      await body(page, save).locator('.problem').waitFor();
    });
  });

  describe('fields', () => {
    it('keep a number within its limits, refuse what is none, and evaluate nothing', async () => {
      const { page } = await editor.open();
      const id = await idOf(page, 'EliteUNetSampler');
      const steps = body(page, id).getByLabel('steps');
      const type = async (text: string) => {
        await steps.fill(text);
        await steps.press('Enter');
        return valueOf(page, id, 'steps');
      };
      assert.equal(await type('5000'), 1000);
      await page.getByText('steps: expected 1 to 1000, got 5000').waitFor();
      assert.equal(await type('1;window.hacked=true'), 1000);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      assert.equal(await type('30'), 30);
      await steps.focus();
      await steps.press('ArrowUp');
      await steps.press('Shift+ArrowUp');
      assert.equal(await valueOf(page, id, 'steps'), 41);
    });

    it('and all else come back by undo and again by redo, with the results still there', async () => {
      const { page } = await editor.open();
      await page.getByRole('button', { name: 'Run' }).click();
      const result = body(page, await idOf(page, 'SaveImage')).locator('img[data-kind=result]');
      await result.waitFor();
      const before = await documentText(page);
      const random = numbersFrom(7);
      let changed = before;
      for (let step = 0, steps = 0; steps < 30; step += 1) {
        await dispatch(page, someCommand(random, step));
        const next = await documentText(page);
        if (next !== changed) steps += 1;
        changed = next;
      }
      await page.evaluate(() => Array.from({ length: 30 }, () => window.__elite.undo()));
      assert.equal(await documentText(page), before);
      assert.equal(await result.count(), 1);
      await page.evaluate(() => Array.from({ length: 30 }, () => window.__elite.redo()));
      assert.equal(await documentText(page), changed);
    });

    it('undo text in a text box by the browser alone', async () => {
      const { page } = await editor.open();
      const id = await idOf(page, 'EliteTextEncode');
      const before = (await savedDocument(page)).nodes.length;
      await dispatch(page, { kind: 'remove', nodes: [String(await idOf(page, 'SaveImage'))] });
      const box = body(page, id).locator('textarea');
      await box.focus();
      await page.keyboard.type('x');
      await page.keyboard.press('Control+z');
      assert.equal((await savedDocument(page)).nodes.length, before - 1);
    });

    it('take a photo that is dropped on their node', async () => {
      const { page } = await editor.open();
      const id = await idOf(page, 'LoadImage');
      const bytes = await encodePng(tensor(new Float32Array(48).fill(0.5), [1, 4, 4, 3]));
      const box = await body(page, id).locator('.thumbnail').boundingBox();
      assert.ok(box);
      await drop(page, { name: 'mug.png', type: 'image/png', bytes }, { x: box.x + 20, y: box.y + 20 });
      await body(page, id).locator('img[src*="mug"]').waitFor();
      assert.match(String(await valueOf(page, id, 'image')), /^mug/);
    });
  });

  describe('files', () => {
    it('open a workflow from a dropped JSON file, and undo brings back the one before', async () => {
      const { page } = await editor.open();
      const before = await documentText(page);
      await dropJson(
        page,
        'one.json',
        JSON.stringify({ nodes: [{ id: 4, type: 'Note', pos: [0, 0] }], links: [] }),
      );
      assert.equal((await savedDocument(page)).nodes.length, 1);
      await page.evaluate(() => window.__elite.undo());
      assert.equal(await documentText(page), before);
    });

    it('ask what a picture with a workflow inside is for, and do nothing before the answer', async () => {
      const { page } = await editor.open();
      const before = await documentText(page);
      const workflow = JSON.stringify({ nodes: [{ id: 4, type: 'Note', pos: [0, 0] }], links: [] });
      const bytes = pngWith([['tEXt', `workflow\0${workflow}`]]);
      await drop(page, { name: 'result.png', type: 'image/png', bytes });
      await page.getByRole('dialog').getByText('carries a graph').waitFor();
      assert.equal(await documentText(page), before);
      await page.getByRole('button', { name: 'Open the graph' }).click();
      assert.equal((await savedDocument(page)).nodes[0]?.type, 'Note');
    });

    it('keep the document through save and load', async () => {
      const { page } = await editor.open();
      await body(page, await idOf(page, 'EliteUNetSampler'))
        .getByLabel('steps')
        .fill('33');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+s');
      await page.getByLabel('Name of the workflow').fill('mine');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('navigation').getByRole('button', { name: 'Mine' }).first().waitFor();
      const before = await documentText(page);
      await page.getByRole('button', { name: 'New graph' }).click();
      await page.getByRole('navigation').getByRole('button', { name: 'Mine' }).first().click();
      await page.getByText('Opened mine').waitFor();
      assert.equal(await documentText(page), before);
    });

    it('keep nodes whose type the server does not know, and refuse to run them by name', async () => {
      const { page } = await editor.open();
      const node = {
        id: 3,
        type: 'Foreign',
        pos: [10, 20],
        size: [300, 200],
        widgets_values: ['kept', 5],
        extra: 1,
      };
      await dropJson(page, 'foreign.json', JSON.stringify({ nodes: [node], links: [], version: 0.4 }));
      const saved = JSON.parse(await documentText(page)) as { nodes: Record<string, unknown>[] };
      assert.deepEqual(saved.nodes[0]?.['widgets_values'], ['kept', 5]);
      assert.equal(saved.nodes[0]['extra'], 1);
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByRole('region', { name: 'Problems' }).getByText('no node of type Foreign').waitFor();
    });

    it('could run nothing: the policy refuses markup and scripts that are made of texts', async () => {
      const { page, complaints } = await editor.openBlank();
      await page.goto(editor.server().url);
      const refused = await page.evaluate(() =>
        [
          () => (document.createElement('div').innerHTML = '<b>x</b>'),
          () => document.createElement('div').insertAdjacentHTML('beforeend', '<b>x</b>'),
          () => (document.createElement('script').text = 'window.hacked = true'),
        ].map((act) => {
          try {
            act();
            return 'done';
          } catch (error) {
            return error instanceof Error ? error.name : 'thrown';
          }
        }),
      );
      assert.deepEqual(refused, ['TypeError', 'TypeError', 'TypeError']);
      assert.equal(complaints.splice(0).length, 3); // which are meant here
      const library = createRequire(import.meta.url).resolve('litegraph.js/build/litegraph.core.js');
      await page.evaluate(await readFile(library, 'utf8')); // whole, its menu included
      const opened = await page.evaluate(() => {
        const { LiteGraph } = window as unknown as {
          LiteGraph: { ContextMenu: new (...given: unknown[]) => unknown };
        };
        try {
          new LiteGraph.ContextMenu(['<img src=x onerror="window.hacked=true">'], {
            title: '<b>x</b>',
            event: new MouseEvent('click'),
          });
          return 'opened';
        } catch (error) {
          return String(error);
        }
      });
      assert.match(opened, /^TypeError: .*TrustedHTML/);
      assert.equal(complaints.splice(0).length, 1);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
    });

    it('run nothing that a hostile file holds, say one sentence each, and stay alive', async () => {
      const { page, complaints } = await editor.open();
      const before = await documentText(page);
      const script = '<img src=x onerror="window.hacked=true">';
      for (const text of [
        '{"nodes":[],"links":[],"__proto__":{"serialize":"x"}}',
        '{"nodes":[{"id":1,"type":"Note","constructor":{}}],"links":[]}',
        `{"nodes":${'['.repeat(10_000)}`,
        'no json at all',
        `{"nodes":[],"links":[],"extra":"${'x'.repeat(10 * 2 ** 20)}"}`,
      ]) {
        await dropJson(page, 'hostile.json', text);
        await page.getByRole('alert').filter({ hasText: 'hostile.json' }).last().waitFor();
        assert.equal(await documentText(page), before);
      }
      const types = [script, 'constructor', '__proto__', 'toString'];
      const nodes = types.map((type, index) => ({
        id: index + 1,
        type,
        title: script,
        serialize: 'x',
        pos: [index * 300, 0],
        inputs: [{ name: script, type: script, link: null }],
        outputs: [{ name: script, type: script, links: null }],
      }));
      await dropJson(page, 'odd.json', JSON.stringify({ nodes, links: [] }));
      assert.equal((await savedDocument(page)).nodes.length, types.length);
      const box = await page.evaluate(() => window.__elite.rect('1'));
      assert.ok(box);
      await page.mouse.click(box.x + 60, box.y + 10, { button: 'right' });
      await page.getByRole('menu').waitFor();
      await page.keyboard.press('Escape');
      await page.evaluate(() => window.__elite.undo());
      await idle(page);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      assert.equal(await documentText(page), before);
      assert.deepEqual(complaints, []);
    });
  });
});
