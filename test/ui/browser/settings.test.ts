import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { documentText, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

/** What release 0.1.0 stores beside its drafts. It stays as it is: later releases read it. */
const SETTINGS_0_1 = {
  'elite-graph.start': 'dismissed',
  'elite-graph.theme': 'dark',
  'elite-graph.wheel': 'trackpad',
};

/** A draft of release 0.1.0, of a graph with one node. It stays as it is, too. */
const DRAFT_0_1 = {
  id: '00000000-0000-4000-8000-000000000007',
  title: 'of before',
  text: JSON.stringify({
    id: '00000000-0000-4000-8000-000000000007',
    nodes: [
      {
        id: 4,
        type: 'SaveImage',
        pos: [40, 60],
        size: [300, 200],
        widgets_values: ['kept', 'png'],
        properties: { widget_names: ['filename_prefix', 'format'] },
      },
    ],
    links: [],
    version: 0.4,
  }),
  file: '',
  base: '',
  isDirty: true,
  at: 1,
};

/** Stores settings and a draft as they were left, and opens the editor anew. */
async function openWith(page: Page, settings: Readonly<Record<string, string>>, draft?: object) {
  await page.evaluate(
    async ([all, left]) => {
      for (const [key, value] of Object.entries(all)) localStorage.setItem(key, value);
      if (!left) return;
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('elite-graph', 1);
        request.onerror = () => reject(new Error('drafts: expected to open, got an error'));
        request.onsuccess = () => {
          const asked = request.result.transaction('drafts', 'readwrite').objectStore('drafts').put(left);
          asked.onsuccess = () => {
            request.result.close();
            resolve();
          };
        };
      });
    },
    [settings, draft] as const,
  );
  await reload(page);
}

const settingsOf = (page: Page, keys: readonly string[]) =>
  page.evaluate((all) => Object.fromEntries(all.map((key) => [key, localStorage.getItem(key)])), keys);

/** The colour in the middle of the title of a node, as the canvas has it. */
async function titleColor(page: Page, node: number): Promise<number[]> {
  await idle(page);
  return page.evaluate((id) => {
    const box = window.__elite.rect(id);
    const canvas = document.querySelector('canvas');
    const corner = canvas?.getBoundingClientRect();
    if (!box || !canvas || !corner) return [];
    const scale = canvas.width / corner.width;
    const [x, y] = [(box.x - corner.x + box.width * 0.7) * scale, (box.y - corner.y + 4) * scale];
    return [...(canvas.getContext('2d')?.getImageData(x, y, 1, 1).data.slice(0, 3) ?? [])];
  }, String(node));
}

describe('settings in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('and a draft of release 0.1.0 are read, and stay as they are', async () => {
    const { page, complaints } = await editor.open({ isFirst: true, colorScheme: 'light' });
    await openWith(page, SETTINGS_0_1, DRAFT_0_1);
    assert.equal(await page.locator('.start-card').count(), 0);
    assert.equal(await page.evaluate(() => document.documentElement.dataset['theme']), 'dark');
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'of before');
    assert.equal(await valueOf(page, await idOf(page, 'SaveImage'), 'filename_prefix'), 'kept');
    await page.getByRole('img', { name: 'unsaved changes' }).waitFor();
    const { scale } = await page.evaluate(() => window.__elite.view());
    await page.mouse.move(700, 900);
    await page.mouse.wheel(0, -120);
    await idle(page);
    assert.equal((await page.evaluate(() => window.__elite.view())).scale, scale); // a trackpad moves
    assert.deepEqual(await settingsOf(page, Object.keys(SETTINGS_0_1)), SETTINGS_0_1);
    assert.deepEqual(complaints, []);
  });

  it('that nobody chose are not written, and those of a later release are left alone', async () => {
    const { page } = await editor.open();
    assert.deepEqual(await settingsOf(page, ['elite-graph.theme', 'elite-graph.wheel']), {
      'elite-graph.theme': null,
      'elite-graph.wheel': null,
    });
    const later = { 'elite-graph.theme': 'sepia', 'elite-graph.wheel': 'pen' };
    await openWith(page, later);
    assert.deepEqual(await settingsOf(page, Object.keys(later)), later);
  });

  it('change the theme at once, canvas and all: as the system, light, dark', async () => {
    const { page, complaints } = await editor.open({ colorScheme: 'dark' });
    const node = await idOf(page, 'SaveImage');
    await page.evaluate(() => {
      (window as unknown as { isSame: boolean }).isSame = true;
    });
    const brightness = async () => Math.max(...(await titleColor(page, node)));
    const toggle = page.getByRole('button', { name: /^Theme: / });
    const dark = await brightness();
    assert.match(String(await toggle.getAttribute('aria-label')), /as the system/);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
    const light = await brightness();
    assert.ok(light > dark + 60, `${light} and ${dark}`);
    await toggle.click();
    assert.equal(await brightness(), light); // light, as chosen
    await toggle.click();
    assert.equal(await brightness(), dark);
    await toggle.click();
    assert.equal(await brightness(), light); // as the system again
    assert.ok(await page.evaluate(() => (window as unknown as { isSame?: boolean }).isSame === true));
    assert.ok((await documentText(page)).length > 0);
    assert.deepEqual(complaints, []);
  });

  it('follow the system where it asks for more contrast or for its own colours, canvas and all', async () => {
    const { page, complaints } = await editor.open({ colorScheme: 'light' });
    const node = await idOf(page, 'SaveImage');
    const inkOf = () => page.locator('.count').evaluate((each) => getComputedStyle(each).color);
    const paper = () => titleColor(page, node);
    const [ink, plain] = [await inkOf(), await paper()];
    await page.emulateMedia({ contrast: 'more' });
    await idle(page);
    assert.notEqual(await inkOf(), ink);
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'active' });
    await idle(page);
    const canvas = await page.evaluate(() => {
      const sample = document.createElement('i');
      sample.style.color = 'Canvas';
      document.body.append(sample);
      const { color } = getComputedStyle(sample);
      sample.remove();
      return color;
    });
    assert.equal(`rgb(${(await paper()).join(', ')})`, canvas);
    assert.notEqual(`rgb(${plain.join(', ')})`, canvas);
    await page.emulateMedia({ forcedColors: 'none' });
    await idle(page);
    assert.deepEqual(await paper(), plain);
    assert.deepEqual(complaints, []);
  });
});
