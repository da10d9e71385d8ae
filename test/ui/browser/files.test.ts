import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { dispatch, documentText, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

/** Saves the open document under a name that it does not have yet. */
async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the workflow').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`Saved ${name}`).waitFor();
}

/** The names of the user's own workflows on the server. */
function ownFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await (await fetch('userdata?dir=workflows')).json()) as string[]);
}

/** The text of one of them. */
function stored(page: Page, name: string): Promise<string> {
  return page.evaluate(async (file) => (await fetch(`userdata/workflows%2F${file}.json`)).text(), name);
}

async function setPrefix(page: Page, value: string): Promise<void> {
  const node = String(await idOf(page, 'SaveImage'));
  await dispatch(page, { kind: 'setValue', node, name: 'filename_prefix', value });
}

describe('files in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are saved, saved as another, and a dot tells of unsaved work until then', async () => {
    const { page, complaints } = await editor.open();
    const dot = page.getByRole('img', { name: 'unsaved changes' });
    assert.equal(await dot.count(), 0);
    await setPrefix(page, 'first');
    await dot.waitFor();
    await page.keyboard.press('Control+s');
    await saveAs(page, 'one');
    await dot.waitFor({ state: 'detached' });
    await setPrefix(page, 'second');
    await page.getByRole('button', { name: 'Save as…' }).click();
    await saveAs(page, 'two');
    await dot.waitFor({ state: 'detached' });
    await setPrefix(page, 'third');
    await page.keyboard.press('Control+s');
    await dot.waitFor({ state: 'detached' });
    assert.match(await stored(page, 'one'), /"first"/);
    assert.match(await stored(page, 'two'), /"third"/);
    assert.deepEqual(complaints, []);
  });

  it('get another name where they lie, with their draft, and never one that is taken', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('Control+s');
    await saveAs(page, 'before');
    await page.getByRole('button', { name: 'Save as…' }).click();
    await saveAs(page, 'other');
    const rename = async (from: string, to: string) => {
      await page.getByRole('button', { name: `Rename ${from}` }).click();
      await page.getByLabel('New name').fill(to);
      await page.keyboard.press('Enter');
    };
    await rename('other', 'before');
    await page.getByText('before: a workflow of this name exists').waitFor();
    await page.keyboard.press('Escape');
    await rename('other', 'after');
    await page.getByText('Renamed to after').waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'after');
    assert.equal(await page.getByRole('img', { name: 'unsaved changes' }).count(), 0);
    assert.deepEqual((await ownFiles(page)).filter((name) => /^(before|after|other)/.test(name)).sort(), [
      'after.json',
      'before.json',
    ]);
    await setPrefix(page, 'renamed');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved after').waitFor();
    await reload(page);
    await setPrefix(page, 'once more');
    await page.keyboard.press('Control+s');
    await page.getByRole('img', { name: 'unsaved changes' }).waitFor({ state: 'detached' });
    assert.ok(!(await ownFiles(page)).includes('other.json'));
  });

  it('that were worked on are listed and open as they were left', async () => {
    const { page } = await editor.open();
    await setPrefix(page, 'left-behind');
    await page.getByRole('button', { name: 'New graph' }).click();
    assert.equal((await savedDocument(page)).nodes.length, 0);
    await page
      .getByRole('list', { name: 'Recent' })
      .getByRole('button', { name: 'Generate' })
      .first()
      .click();
    await idle(page);
    assert.equal(await valueOf(page, await idOf(page, 'SaveImage'), 'filename_prefix'), 'left-behind');
  });

  it('that ship are shown with pictures and open as copies', async () => {
    const { page } = await editor.open();
    const tile = page.getByRole('navigation').getByTitle('generate');
    await tile.locator('svg rect, img').first().waitFor();
    const idOfDocument = async () => (JSON.parse(await documentText(page)) as { id: string }).id;
    const before = await idOfDocument();
    await tile.click();
    await page.getByText('Opened generate').waitFor();
    assert.notEqual(await idOfDocument(), before);
    await setPrefix(page, 'mine');
    await page.keyboard.press('Control+s'); // a copy has no file yet: a name is asked for
    await page.getByLabel('Name of the workflow').waitFor();
  });

  it('that changed on the server are written over, or kept beside a copy, as a person chooses', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('Control+s');
    await saveAs(page, 'disputed');
    const theirs = '{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}';
    const change = () =>
      page.evaluate(async (body) => {
        const headers = { 'Content-Type': 'application/json' };
        await fetch('userdata/workflows%2Fdisputed.json?overwrite=true', { method: 'POST', headers, body });
      }, theirs);
    await change();
    await setPrefix(page, 'mine');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'Save a copy…' }).click();
    await saveAs(page, 'my-copy');
    assert.equal(await stored(page, 'disputed'), theirs);
    assert.match(await stored(page, 'my-copy'), /"mine"/);
    await page.getByRole('navigation').getByTitle('disputed', { exact: true }).first().click();
    await page.getByText('Opened disputed').waitFor();
    await dispatch(page, { kind: 'setTitle', node: '4', title: 'kept by me' });
    await change();
    await page.evaluate(async () => {
      const headers = { 'Content-Type': 'application/json' };
      const body = '{"nodes":[],"links":[]}';
      await fetch('userdata/workflows%2Fdisputed.json?overwrite=true', { method: 'POST', headers, body });
    });
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    // A message of the first save may still be there: the file itself tells.
    await page.waitForFunction(async () =>
      (await (await fetch('userdata/workflows%2Fdisputed.json')).text()).includes('kept by me'),
    );
    assert.match(await stored(page, 'disputed'), /kept by me/);
  });

  it('that change between the look at them and the writing are not written over unasked', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('Control+s');
    await saveAs(page, 'raced');
    const theirs = '{"nodes":[],"links":[]}';
    const address = `${editor.server().url}/userdata/workflows%2Fraced.json`;
    await page.route(
      (url) => url.pathname.endsWith('raced.json'),
      async (route) => {
        if (route.request().method() === 'POST') await fetch(address, { method: 'POST', body: theirs });
        await route.continue();
      },
    );
    await setPrefix(page, 'mine');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'Keep mine' }).waitFor();
    assert.equal(await stored(page, 'raced'), theirs);
  });

  it('are opened by the address of the page, once, and one that is not there is named', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('Control+s');
    await saveAs(page, 'Größe 1');
    await page.getByRole('button', { name: 'New graph' }).click();
    const heading = page.getByRole('heading', { level: 1 });
    await page.evaluate(() => (location.hash = `#/w/${encodeURIComponent('Größe 1')}`));
    await page.getByText('Opened Größe 1').waitFor();
    assert.equal(await heading.textContent(), 'Größe 1');
    assert.equal(await page.evaluate(() => location.hash), '');
    const blank = await editor.openBlank();
    await blank.page.goto(`${editor.server().url}/?e2e=1#/w/Gr%C3%B6%C3%9Fe%201`);
    await blank.page.waitForSelector('.app[data-ready=true]');
    assert.equal(await blank.page.getByRole('heading', { level: 1 }).textContent(), 'Größe 1');
    await page.evaluate(() => (location.hash = '#/w/none'));
    await page.getByText('none: the server has no workflow of this name').waitFor();
    assert.equal(await heading.textContent(), 'Größe 1');
  });

  it('of a person are no examples of the first card, even with a mask; those that ship are', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    const pictures = await page
      .locator('.examples img')
      .evaluateAll((images) =>
        images.map((image) => new URL((image as HTMLImageElement).src).searchParams.get('filename') ?? ''),
      );
    const offered = await page.evaluate(async () =>
      JSON.stringify(await (await fetch('object_info')).json()),
    );
    assert.ok(offered.includes('"toy-mask.png"'));
    assert.ok(pictures.length > 0 && pictures.every((name) => name.startsWith('sample-')), pictures.join());
  });
});
