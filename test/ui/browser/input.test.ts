import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { View } from '../../../ui/src/input/view.ts';
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

/** Within one per cent, or a pixel about zero. */
function assertNear(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) <= Math.max(1, Math.abs(expected)) * 0.01,
    `${actual}, expected ${expected}`,
  );
}

/** The place without a node, from the corner of the canvas. */
async function onCanvas(page: Page): Promise<readonly [number, number]> {
  const box = await page.locator('.graph').boundingBox();
  assert.ok(box);
  return [GROUND.x - box.x, GROUND.y - box.y];
}

/** The view is larger by a factor, and the point under the pointer is where it was. */
async function assertZoomed(
  page: Page,
  [before, after]: readonly [View, View],
  factor: number,
): Promise<void> {
  assertNear(after.scale / before.scale, factor);
  const at = await onCanvas(page);
  for (const axis of [0, 1] as const)
    assertNear(at[axis] / after.scale - after.offset[axis], at[axis] / before.scale - before.offset[axis]);
}

describe('hands and wires in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('zoom at the pointer by a notch of the wheel and by a pinch of a trackpad, whose two fingers move', async () => {
    const { page } = await editor.open();
    await page.mouse.move(GROUND.x, GROUND.y);
    const turn = async (dx: number, dy: number) => {
      await page.mouse.wheel(dx, dy);
      await idle(page);
      return view(page);
    };
    const start = await view(page);
    const notched = await turn(0, -120);
    await assertZoomed(page, [start, notched], 1.197);
    await page.keyboard.down('Control');
    const pinched = await turn(0, -4);
    await page.keyboard.up('Control');
    await assertZoomed(page, [notched, pinched], Math.exp(0.04));
    const moved = await turn(30, 20);
    assert.equal(moved.scale, pinched.scale);
    assertNear(moved.offset[0] - pinched.offset[0], -30 / moved.scale);
    assertNear(moved.offset[1] - pinched.offset[1], -20 / moved.scale);
  });

  it('take the wheel for what it is said to be, also after a reload', async () => {
    const { page } = await editor.open();
    for (const said of ['is a mouse’s', 'is a trackpad’s']) {
      await page.keyboard.press('F1');
      await page.getByRole('combobox', { name: 'Find a command' }).fill('wheel');
      await page.keyboard.press('Enter');
      await page.getByText(said).waitFor();
    }
    await reload(page);
    await page.mouse.move(GROUND.x, GROUND.y);
    const before = await view(page);
    await page.mouse.wheel(0, -120);
    await idle(page);
    const after = await view(page);
    assert.equal(after.scale, before.scale);
    assertNear(after.offset[1] - before.offset[1], 120 / after.scale);
  });

  it('zoom by the distance of two fingers and move by their middle', async () => {
    const { page } = await editor.open({ hasTouch: true });
    const before = await view(page);
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', far: number, aside = 0) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: GROUND.x + aside - far, y: GROUND.y, id: 1 },
                { x: GROUND.x + aside + far, y: GROUND.y, id: 2 },
              ],
      });
    await touch('touchStart', 40);
    for (let far = 45; far <= 80; far += 5) await touch('touchMove', far, far - 40);
    await touch('touchEnd', 0);
    await idle(page);
    const after = await view(page);
    assertNear(after.scale / before.scale, 2);
    const [x, y] = await onCanvas(page);
    for (const [axis, was] of [x, y].entries()) {
      const is = was + (axis === 0 ? 40 : 0);
      assertNear(
        is / after.scale - (after.offset[axis] ?? 0),
        was / before.scale - (before.offset[axis] ?? 0),
      );
    }
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
      .locator('.status-bar .words')
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
