import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, idOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

/** Keeps the sockets that the page opens, for a test to close them. */
const KEEP_SOCKETS = `
  window.sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(...given) { super(...given); window.sockets.push(this); }
  };
`;

/** A place where the graph has no node. */
const GROUND = { x: 700, y: 950 };

function view(page: Page) {
  return page.evaluate(() => window.__elite.view());
}

describe('hands and wires in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('zoom at the pointer by a notch of the wheel, and move by two fingers on a trackpad', async () => {
    const { page } = await editor.open();
    await page.mouse.move(GROUND.x, GROUND.y);
    const before = await view(page);
    await page.mouse.wheel(0, -120);
    await idle(page);
    const zoomed = await view(page);
    assert.ok(zoomed.scale > before.scale * 1.05, `${before.scale} to ${zoomed.scale}`);
    await page.mouse.wheel(30, 20);
    await idle(page);
    const moved = await view(page);
    assert.equal(moved.scale, zoomed.scale);
    assert.notDeepEqual(moved.offset, zoomed.offset);
  });

  it('zoom by a pinch', async () => {
    const { page } = await editor.open({ hasTouch: true });
    const before = await view(page);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', far: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: GROUND.x - far, y: GROUND.y, id: 1 },
                { x: GROUND.x + far, y: GROUND.y, id: 2 },
              ],
      });
    await touch('touchStart', 40);
    for (let far = 50; far <= 120; far += 10) await touch('touchMove', far);
    await touch('touchEnd', 0);
    await idle(page);
    const { scale } = await view(page);
    assert.ok(scale > before.scale * 2, `${before.scale} to ${scale}`);
  });

  it('paint a mask the wider the harder a pen presses', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'LoadImageMask');
    await body(page, id).getByRole('button', { name: 'Paint the mask…' }).click();
    await page.locator('.sheet').waitFor();
    const covered = async (pressure: number) => {
      await page.locator('.sheet').press('Delete');
      await page.locator('.sheet').evaluate((sheet, force) => {
        const box = sheet.getBoundingClientRect();
        const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
        sheet.setPointerCapture = () => undefined; // a made event has no pointer that could be held
        for (const kind of ['pointerdown', 'pointerup'])
          sheet.dispatchEvent(
            new PointerEvent(kind, {
              ...at,
              pointerId: 5,
              pointerType: 'pen',
              pressure: force,
              bubbles: true,
            }),
          );
      }, pressure);
      await idle(page);
      return Number(/^(\d+) %/.exec((await page.locator('.verdict strong').textContent()) ?? '')?.[1]);
    };
    const [soft, hard] = [await covered(0.25), await covered(1)];
    assert.ok(hard >= soft + 1, `${soft} % and ${hard} %`);
  });

  it('show one result, not none and not two, when the socket was lost on the way', async () => {
    const { page } = await editor.open();
    await page.addInitScript(KEEP_SOCKETS);
    await reload(page);
    const { tempo } = editor.server();
    let goOn: () => void = () => undefined;
    let count = 0;
    tempo.step = () => ((count += 1) < 3 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)));
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /Step \d+ of 12/ })
      .waitFor();
    await page.evaluate(() => {
      for (const socket of (window as unknown as { sockets: WebSocket[] }).sockets) socket.close();
    });
    tempo.step = () => Promise.resolve();
    goOn();
    await page.locator('.results .stage img[alt=Result]').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await page.getByText('Server ready').waitFor();
    assert.equal(await page.locator('.results .strip li').count(), 0);
  });
});
