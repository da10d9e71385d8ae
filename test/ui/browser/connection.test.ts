import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Page } from 'playwright-core';
import type { PainterTempo } from '../../support/painter-executor.ts';
import { editorTests, reload } from './editor-tests.ts';

/** Keeps the sockets that the page opens, for a test to close them. */
const KEEP_SOCKETS = `
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(...given) { super(...given); window.sockets.push(this); }
  };
`;

async function closeSockets(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const socket of (window as unknown as { sockets: WebSocket[] }).sockets) socket.close();
  });
}

/** Keeps what is connected to the servers of this process, for a test to drop it and to take no more for a while. */
function droppable() {
  const open = new Set<Socket>();
  const state = { isAway: false };
  const take = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (state.isAway) socket.destroy();
  };
  subscribe('net.server.socket', take);
  return {
    drop: () => {
      state.isAway = true;
      for (const socket of open) socket.destroy();
    },
    comeBack: () => (state.isAway = false),
    end: () => unsubscribe('net.server.socket', take),
  };
}

/** Holds runs at their third step; answers what lets them go on. */
function holdAtThird(tempo: PainterTempo): () => void {
  let goOn: () => void = () => undefined;
  let count = 0;
  tempo.step = () => ((count += 1) < 3 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)));
  return () => {
    tempo.step = () => Promise.resolve();
    goOn();
  };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('a run in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('that a server started anew knows no more ends, and is told of as lost', async () => {
    const { page } = await editor.open();
    await page.addInitScript(KEEP_SOCKETS);
    await reload(page);
    const { tempo } = editor.server();
    const goOn = holdAtThird(tempo);
    await button(page, 'Run').click();
    await button(page, 'Stop').waitFor();
    await page.locator('.status-bar .words').filter({ hasText: 'Step' }).waitFor();
    await page.route('**/api/jobs/*', (route) => route.fulfill({ status: 404, json: {} }));
    await closeSockets(page);
    await page.getByText('The server no longer knows this run').waitFor();
    await button(page, 'Run').waitFor();
    goOn();
  });

  it('goes on where the server dropped it at the third step and came back, with one result', async () => {
    const server = droppable();
    try {
      const { page } = await editor.open();
      const { tempo } = editor.server();
      let goOn: () => void = () => undefined;
      let count = 0;
      tempo.step = () =>
        [3, 7].includes((count += 1)) ? new Promise((resolve) => (goOn = resolve)) : Promise.resolve();
      const step = (at: number) =>
        page
          .locator('.status-bar .words')
          .filter({ hasText: `Step ${at} of 12` })
          .waitFor();
      await button(page, 'Run').click();
      await step(2);
      server.drop();
      await page.getByText('Server away').waitFor();
      server.comeBack();
      await page.getByText('Server away').waitFor({ state: 'detached' });
      goOn();
      await step(6);
      goOn();
      await page.locator('.results .stage img[alt=Result]').waitFor();
      await button(page, 'Run').waitFor();
      assert.equal(await page.locator('.results .strip li').count(), 0);
    } finally {
      server.end();
    }
  });

  it('that is stopped while it is being sent does not run', async () => {
    const { page } = await editor.open();
    let letThrough: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route('**/prompt', async (route) => {
      await isHeld;
      await route.continue();
    });
    const { tempo } = editor.server();
    const goOn = holdAtThird(tempo);
    await button(page, 'Run').click();
    await button(page, 'Stop').click();
    letThrough();
    await button(page, 'Run').waitFor();
    await page.locator('.status-bar .words').filter({ hasText: 'Stopped' }).waitFor();
    goOn();
    assert.equal(await page.locator('.results .stage img').count(), 0);
  });

  it('can be stopped again where the server did not hear of it', async () => {
    const { page } = await editor.open();
    const { tempo } = editor.server();
    const goOn = holdAtThird(tempo);
    await button(page, 'Run').click();
    await page.locator('.status-bar .words').filter({ hasText: 'Step' }).waitFor();
    await page.route('**/cancel', (route) => route.abort());
    await button(page, 'Stop').click();
    await page.locator('.toast').waitFor();
    await page.unroute('**/cancel');
    await button(page, 'Stop').click();
    goOn();
    await page.locator('.status-bar .words').filter({ hasText: 'Stopped' }).waitFor();
    await button(page, 'Run').waitFor();
  });

  it('whose end was missed leaves each of its nodes as done, and does not say that nothing changed', async () => {
    const { page } = await editor.open();
    await page.addInitScript(KEEP_SOCKETS);
    await reload(page);
    const goOn = holdAtThird(editor.server().tempo);
    await button(page, 'Run').click();
    await page.locator('.status-bar .words').filter({ hasText: 'Step' }).waitFor();
    await page.evaluate(() => {
      window.WebSocket = class extends EventTarget {} as unknown as typeof WebSocket; // none opens any more
    });
    await closeSockets(page);
    await page.getByText('Server away').waitFor();
    goOn();
    await button(page, 'Run').waitFor();
    const nodes = page.locator('.outline button[data-node]');
    const told = (await nodes.allTextContents()).filter((text) => !/, (done|cached)\b/.test(text));
    assert.ok((await nodes.count()) > 0);
    assert.deepEqual(told, []);
    assert.equal(await page.getByText('Nothing changed').count(), 0);
  });

  it('of a sweep is caught up after the socket was lost', async () => {
    const { page } = await editor.open();
    await page.addInitScript(KEEP_SOCKETS);
    await reload(page);
    const goOn = holdAtThird(editor.server().tempo);
    await button(page, 'Sweep').click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('pictures').fill('2');
    await button(page, 'Start').click();
    await page.locator('.sweep-cell[data-state=running]').waitFor();
    await page.evaluate(() => {
      window.WebSocket = class extends EventTarget {} as unknown as typeof WebSocket; // none opens any more
    });
    await closeSockets(page);
    await page.getByText('Server away').waitFor();
    goOn();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 2);
  });
});
