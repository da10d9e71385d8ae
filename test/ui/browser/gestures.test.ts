import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, documentText, drag, savedDocument } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** The sampler of the graph, and the node that saves. */
const [SAMPLER, SAVE] = [10, 12];

/** A place where the graph has no node. */
const GROUND = [700, 950] as const;

type Point = readonly [number, number];

/** Where a node is on the page. */
async function rect(page: Page, id: number) {
  const box = await page.evaluate((node) => window.__elite.rect(node), String(id));
  assert.ok(box);
  return box;
}

/** A place on the title of a node. */
async function title(page: Page, id: number): Promise<Point> {
  const { x, y } = await rect(page, id);
  return [x + 60, y + 8];
}

/** The selected nodes, as the outline has them. */
async function selected(page: Page): Promise<string[]> {
  await idle(page);
  return page.evaluate(() => window.__elite.selected());
}

/** A place in the text of a number. */
async function field(page: Page): Promise<Point> {
  const box = await body(page, SAMPLER).locator('[data-row="steps"]').boundingBox();
  assert.ok(box);
  return [box.x + box.width - 20, box.y + box.height / 2];
}

/** Presses, drags and lets go with a key held down. */
async function dragWith(page: Page, key: 'Control' | 'Shift', from: Point, to: Point): Promise<void> {
  await page.keyboard.down(key);
  await drag(page, from, to);
  await page.keyboard.up(key);
}

/** By how many pixels of the page a move of the view moved the graph. */
async function movedBy(page: Page, act: () => Promise<void>): Promise<Point> {
  const before = await rect(page, SAVE);
  await act();
  await idle(page);
  const after = await rect(page, SAVE);
  return [Math.round(after.x - before.x), Math.round(after.y - before.y)];
}

describe('gestures on the canvas in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('move the view by the path of the pointer: on empty space, with Space, with the middle button, over fields too', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    const [x, y] = GROUND;
    assert.deepEqual(await movedBy(page, () => drag(page, GROUND, [x + 40, y - 30])), [40, -30]);
    const places = [GROUND, await title(page, SAMPLER), await field(page)];
    for (const [left, top] of places) {
      const byMiddle = async () => {
        await page.mouse.move(left, top);
        await page.mouse.down({ button: 'middle' });
        await page.mouse.move(left - 25, top + 15, { steps: 5 });
        await page.mouse.up({ button: 'middle' });
      };
      assert.deepEqual(await movedBy(page, byMiddle), [-25, 15]);
      const bySpace = async () => {
        await page.keyboard.down('Space');
        await drag(page, [left - 25, top + 15], [left, top]);
        await page.keyboard.up('Space');
      };
      assert.deepEqual(await movedBy(page, bySpace), [25, -15]);
    }
    assert.equal(await documentText(page), before);
  });

  it('select what lies wholly in a box, which may begin on a node, and add or take one with Mod or Shift', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    for (let time = 0; time < 2; time += 1) await page.keyboard.press('-'); // for room beside the node
    await idle(page);
    const { x: left, y: top, width, height } = await rect(page, SAVE);
    const corner = [left + width + 14, top + height + 14] as const;
    await dragWith(page, 'Control', corner, [left + 20, top - 6]);
    assert.deepEqual(await selected(page), []);
    await dragWith(page, 'Control', corner, [left - 6, top - 6]);
    assert.deepEqual(await selected(page), ['12']);
    await dragWith(page, 'Shift', corner, [left - 6, top - 6]);
    assert.deepEqual(await selected(page), []);
    await dragWith(page, 'Shift', corner, [left - 6, top - 6]);
    assert.deepEqual(await selected(page), ['12']);
    const [x, y] = await title(page, SAVE);
    await dragWith(page, 'Control', [x, y], [x + 20, y + 20]);
    assert.deepEqual(await selected(page), []);
    for (const [key, ids] of [
      ['Control', ['12']],
      ['Shift', []],
      ['Shift', ['12']],
      ['Control', []],
    ] as const) {
      await page.keyboard.down(key);
      await page.mouse.click(x, y);
      await page.keyboard.up(key);
      assert.deepEqual(await selected(page), ids, key);
    }
    assert.equal(await documentText(page), before);
  });

  it('fit what is selected, or all, and say in per cent how large the graph is shown', async () => {
    const { page } = await editor.open();
    const stage = await page.locator('.graph').boundingBox();
    assert.ok(stage);
    const offMiddle = (boxes: readonly { x: number; y: number; width: number; height: number }[]) => {
      const [left, top] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
      const right = Math.max(...boxes.map((box) => box.x + box.width));
      const bottom = Math.max(...boxes.map((box) => box.y + box.height));
      assert.ok(left >= stage.x && top >= stage.y);
      assert.ok(right <= stage.x + stage.width && bottom <= stage.y + stage.height);
      return Math.hypot(
        (left + right) / 2 - stage.x - stage.width / 2,
        (top + bottom) / 2 - stage.y - stage.height / 2,
      );
    };
    const boxes = async () => {
      const { nodes } = await savedDocument(page);
      return Promise.all(nodes.map(({ id }) => rect(page, Number(id))));
    };
    const shown = page.locator('.status-bar').getByText(/^\d+ %$/);
    await page.mouse.click(...(await title(page, SAVE)));
    await page.keyboard.press('.');
    await idle(page);
    assert.ok(offMiddle([await rect(page, SAVE)]) < 2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('.');
    await idle(page);
    assert.ok(offMiddle(await boxes()) < 2);
    const { scale } = await page.evaluate(() => window.__elite.view());
    assert.equal(await shown.textContent(), `${Math.round(scale * 100)} %`);
    await page.keyboard.press('0');
    await idle(page);
    assert.equal(await shown.textContent(), '100 %');
  });

  it('resize a node at its corner, 24 px of the screen at any zoom and 44 after a touch, never below its content', async () => {
    const { page } = await editor.open({ hasTouch: true });
    const before = await documentText(page);
    const widthOf = async () => (await savedDocument(page)).nodes.find(({ id }) => id === SAVE)?.size[0] ?? 0;
    const touch = await touches(page);
    const assertResized = async (resize: (from: Point, to: Point) => Promise<void>, reach: number) => {
      const { scale } = await page.evaluate(() => window.__elite.view());
      const { x, y, width, height } = await rect(page, SAVE);
      const inside = Math.min(10 * scale, width / 3);
      for (const far of [1 - inside, reach - 1 - inside]) {
        const from = [x + width + far, y + height + far] as const;
        await resize(from, [from[0] + 60, from[1] + 40]);
        const wider = (await widthOf()) - width / scale;
        assert.ok(Math.abs(wider - 60 / scale) <= 1, `${far} px off at ${scale}: ${wider} wider`);
        await page.evaluate(() => window.__elite.undo());
        assert.equal(await documentText(page), before);
      }
      const corner = [x + width + 2, y + height + 2] as const;
      await resize(corner, [x, y]); // it is as small as what it holds already
      assert.equal(await documentText(page), before);
    };
    const [x, y] = await title(page, SAVE);
    await page.mouse.click(x, y);
    await page.keyboard.press('.');
    for (const times of [0, 4, 4]) {
      for (let time = 0; time < times; time += 1) await page.keyboard.press('-');
      await idle(page);
      await assertResized((from, to) => drag(page, from, to), 24);
    }
    await page.keyboard.press('.');
    await idle(page);
    await assertResized(touch, 44);
  });

  it('end with the canvas: no key and no drag moves or selects anything then', async () => {
    const { page, complaints } = await editor.open();
    const box = await page.locator('.graph').boundingBox();
    assert.ok(box);
    const from = await title(page, SAVE);
    await idle(page);
    const offered = await page.evaluateHandle(() => window.__elite);
    const state = () =>
      offered.evaluate((page) => ({ doc: page.doc(), selected: page.selected(), view: page.view() }));
    const was = await state();
    await page.evaluate(({ x, y, width, height }) => {
      const [stage, canvas] = [
        document.querySelector<HTMLElement>('.graph'),
        document.querySelector('canvas'),
      ];
      window.__elite.destroy();
      if (!stage || !canvas) return;
      stage.append(canvas);
      document.body.append(stage); // where it was, for drags to reach it
      stage.style.cssText = `position:fixed;left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
    }, box);
    await page.waitForFunction(() => !('__elite' in window));
    await page.mouse.click(...from);
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(from[0] - 80, from[1] + 60, { steps: 10 });
    await page.mouse.up();
    await page.mouse.wheel(0, -120);
    for (const key of ['Control+a', 'Control+ArrowRight', 'Delete', 'Control+d', 'a', '.', '0', 'Control+v'])
      await page.keyboard.press(key);
    assert.deepEqual(await state(), was);
    assert.deepEqual(complaints, []);
  });
});

/** Drags with one finger. */
async function touches(page: Page): Promise<(from: Point, to: Point) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: Point) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at ? [{ x: at[0], y: at[1], id: 1 }] : [],
    });
  return async (from, to) => {
    await send('touchStart', from);
    for (let step = 1; step <= 5; step += 1)
      await send('touchMove', [
        from[0] + ((to[0] - from[0]) * step) / 5,
        from[1] + ((to[1] - from[1]) * step) / 5,
      ]);
    await send('touchEnd');
    await idle(page);
  };
}
