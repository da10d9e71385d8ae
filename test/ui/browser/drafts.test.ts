import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { dispatch, documentText, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';
import { command } from './keyboard.ts';

/** The texts of the drafts that the browser holds. */
function draftTexts(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const request = indexedDB.open('elite-graph', 1);
        request.onerror = () => reject(new Error('drafts: expected to open, got an error'));
        request.onsuccess = () => {
          const all = request.result.transaction('drafts').objectStore('drafts').getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(JSON.stringify(all.result));
          };
        };
      }),
  );
}

/** Waits until the browser holds a draft with a text in it. `waitForFunction` would take any promise for a yes. */
async function keptWith(page: Page, text: string): Promise<void> {
  while (!(await draftTexts(page)).includes(text)) await idle(page);
}

describe('work in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('comes back after a reload, and still counts as unsaved', async () => {
    const { page, complaints } = await editor.open();
    const node = String(await idOf(page, 'SaveImage'));
    await dispatch(page, { kind: 'setValue', node, name: 'filename_prefix', value: 'kept-by-draft' });
    await keptWith(page, 'kept-by-draft');
    const before = await documentText(page);
    await reload(page);
    assert.equal(await documentText(page), before);
    await page.getByRole('img', { name: 'unsaved changes' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('comes back as it was when the page was left right after a step', async () => {
    const { page } = await editor.open();
    const node = await idOf(page, 'SaveImage');
    await dispatch(page, {
      kind: 'setValue',
      node: String(node),
      name: 'filename_prefix',
      value: 'last-step',
    });
    await reload(page); // sooner than a draft is written while one works
    assert.equal(await valueOf(page, node, 'filename_prefix'), 'last-step');
  });

  it('comes back in another tab after the first one crashed', async () => {
    const { page } = await editor.open();
    const node = await idOf(page, 'SaveImage');
    const value = 'before-the-crash';
    await dispatch(page, { kind: 'setValue', node: String(node), name: 'filename_prefix', value });
    await keptWith(page, value);
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined); // never answers
    await crashed;
    const next = await editor.openBeside(page);
    assert.equal(await valueOf(next, node, 'filename_prefix'), value);
    assert.equal(await next.locator('.tab-banner').count(), 0);
  });

  it('keeps its last twenty states, any of which comes back in one step, also after a reload', async () => {
    const { page, complaints } = await editor.open();
    const id = await idOf(page, 'SaveImage');
    for (let step = 1; step <= 25; step += 1) {
      await dispatch(page, {
        kind: 'setValue',
        node: String(id),
        name: 'filename_prefix',
        value: `step-${step}`,
      });
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))); // keeps what there is now
      await idle(page);
    }
    await reload(page);
    const now = await documentText(page);
    await command(page, 'Earlier states');
    const states = page.getByRole('dialog', { name: 'Earlier states…' }).getByRole('listitem');
    await states.first().waitFor();
    assert.equal(await states.count(), 19); // the twentieth is what there is
    await states.nth(4).getByRole('button').click();
    await page.getByText('The graph is as it was at').waitFor();
    assert.equal(await valueOf(page, id, 'filename_prefix'), 'step-20');
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), now);
    assert.deepEqual(complaints, []);
  });

  it('is read-only in a second tab until it is taken over', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'SaveImage');
    const set = (value: string) =>
      ({ kind: 'setValue', node: String(id), name: 'filename_prefix', value }) as const;
    await dispatch(page, set('first-tab'));
    await keptWith(page, 'first-tab');
    const second = await editor.openBeside(page);
    await second.locator('.tab-banner').waitFor();
    await dispatch(second, set('refused'));
    assert.equal(await valueOf(second, id, 'filename_prefix'), 'first-tab');
    await second.getByRole('button', { name: 'Take over' }).click();
    await second.locator('.tab-banner').waitFor({ state: 'detached' });
    await dispatch(second, set('second-tab'));
    assert.equal(await valueOf(second, id, 'filename_prefix'), 'second-tab');
    await page.locator('.tab-banner').waitFor();
  });

  it('asks whose is kept when the file changed since it was opened', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('Control+s');
    await page.getByLabel('Name of the workflow').fill('shared');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved shared').waitFor();
    await page.evaluate(() =>
      fetch('userdata/workflows%2Fshared.json?overwrite=true', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}',
      }).then(({ ok }) => ok),
    );
    const node = String(await idOf(page, 'SaveImage'));
    await dispatch(page, { kind: 'setValue', node, name: 'filename_prefix', value: 'mine' });
    await page.keyboard.press('Control+s');
    await page.getByRole('dialog').getByText('was changed').waitFor();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByText('Opened shared').waitFor();
    await idle(page);
    assert.equal(await idOf(page, 'Note'), 4);
  });
});
