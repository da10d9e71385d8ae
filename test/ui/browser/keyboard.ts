import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { idle } from './editor-tests.ts';

const MOST_STEPS = 300;

/** Whether one of the elements has the focus. */
export function hasFocus(wanted: Locator): Promise<boolean> {
  return wanted.evaluateAll((found) => found.some((each) => each === document.activeElement));
}

/** Presses Tab, or Shift and Tab, until an element has the focus. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${wanted.toString()}: expected it within ${MOST_STEPS} presses of ${key}`);
}

/** Goes to a button by Tab and presses it. */
export async function pressButton(page: Page, wanted: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await tabTo(page, wanted, key);
  await page.keyboard.press('Enter');
  await idle(page);
}

/** Presses keys one after another. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await idle(page);
}

/** Runs a command from the list of all. */
export async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  await take(page, 'Commands', name, new RegExp(`^${name}`, 'i'));
}

/** Types into the list that opened, and takes what is first. */
export async function take(page: Page, dialog: string, query: string, first: RegExp): Promise<void> {
  const list = page.getByRole('dialog', { name: dialog });
  await list.waitFor();
  await page.keyboard.type(query);
  assert.match(String(await list.getByRole('option').first().textContent()), first);
  await page.keyboard.press('Enter');
  await list.waitFor({ state: 'detached' });
  await idle(page);
}

/** Goes from the canvas or the outline to a node of the outline and selects it there. */
export async function choose(page: Page, id: number, how: 'Enter' | 'Shift+Enter' = 'Enter'): Promise<void> {
  await tabTo(page, page.locator(`.outline button[data-node="${id}"]`), 'Shift+Tab');
  await press(page, how);
}

/** Goes from a node of the outline to one of its controls. */
export async function goToField(page: Page, id: number, field: string): Promise<void> {
  await choose(page, id);
  const host = page.locator(`.node-body[data-node="${id}"]`);
  if (!(await host.evaluateAll((found) => found.some((each) => each.contains(document.activeElement)))))
    await press(page, 'Enter');
  await page.waitForFunction(
    (node) => document.activeElement?.closest<HTMLElement>('.node-body')?.dataset['node'] === node,
    String(id),
  );
  await tabTo(page, host.getByLabel(field, { exact: true }));
}
