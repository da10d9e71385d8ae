import type { Page } from 'playwright-core';
import type { Command } from '../../../ui/src/model/command.ts';
import type { TestWindow } from '../../../ui/src/shell/e2e.ts';
import { idle } from './editor-tests.ts';

declare global {
  interface Window {
    readonly __elite: TestWindow;
    /** Set by nothing but a script that should never have run. */
    hacked?: boolean;
  }
}

/** The parts of a saved document that tests look at. */
export interface SavedDocument {
  readonly nodes: readonly {
    readonly id: number | string;
    readonly type: string;
    readonly title?: string;
    readonly pos: readonly [number, number];
    readonly size: readonly [number, number];
    readonly mode: number;
    readonly flags?: { readonly collapsed?: boolean; readonly pinned?: boolean };
    readonly inputs?: readonly { readonly name: string }[];
    readonly properties: { readonly widget_names?: readonly (string | null)[] };
    readonly widgets_values?: readonly unknown[];
  }[];
  readonly links: readonly (readonly unknown[])[];
}

/** The open document as it would be saved. */
export async function documentText(page: Page): Promise<string> {
  await idle(page);
  return page.evaluate(() => window.__elite.doc());
}

/** The open document. */
export async function savedDocument(page: Page): Promise<SavedDocument> {
  return JSON.parse(await documentText(page)) as SavedDocument;
}

/** The value of a field in the document. */
export async function valueOf(page: Page, id: number, name: string): Promise<unknown> {
  const node = (await savedDocument(page)).nodes.find((each) => each.id === id);
  const index = node?.properties.widget_names?.indexOf(name) ?? -1;
  return node?.widgets_values?.[index];
}

/** Does what a gesture would. */
export async function dispatch(page: Page, command: Command): Promise<void> {
  const text = JSON.stringify(command);
  await page.evaluate((each) => window.__elite.dispatch(JSON.parse(each) as Command), text);
  await idle(page);
}

/** The controls of a node. */
export const body = (page: Page, id: number | string) => page.locator(`.node-body[data-node="${id}"]`);

/** The id of the first node of a type. */
export async function idOf(page: Page, type: string): Promise<number> {
  const node = (await savedDocument(page)).nodes.find((each) => each.type === type);
  if (typeof node?.id !== 'number') throw new Error(`${type}: expected a node of this type, got none`);
  return node.id;
}

/** A file of a test. */
interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Drops files on a point of the page, the middle of the graph by default. */
export async function dropAll(
  page: Page,
  files: readonly GivenFile[],
  at: { readonly x: number; readonly y: number } = { x: 900, y: 960 },
): Promise<void> {
  const given = files.map(({ name, type, bytes }) => ({
    ...{ name, type },
    base64: Buffer.from(bytes).toString('base64'),
  }));
  await page.evaluate(
    ({ all, x, y }) => {
      const dataTransfer = new DataTransfer();
      for (const { name, type, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type }));
      }
      const target = document.elementFromPoint(x, y) ?? document.body;
      for (const kind of ['dragover', 'drop'])
        target.dispatchEvent(
          new DragEvent(kind, { dataTransfer, clientX: x, clientY: y, bubbles: true, cancelable: true }),
        );
    },
    { all: given, ...at },
  );
  await idle(page);
}

/** Drops a file on a point of the page, the middle of the graph by default. */
export function drop(page: Page, file: GivenFile, at?: { readonly x: number; readonly y: number }) {
  return dropAll(page, [file], at);
}

/** Drops a JSON file. */
export function dropJson(page: Page, name: string, text: string): Promise<void> {
  return drop(page, { name, type: 'application/json', bytes: new TextEncoder().encode(text) });
}

/** Drags the pointer in ten steps. */
export async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 10 });
  await page.mouse.up();
  await idle(page);
}

/** The centre of a slot on the page. */
export async function slot(
  page: Page,
  id: number,
  side: 'input' | 'output',
  name: string,
): Promise<readonly [number, number]> {
  const place = await page.evaluate(([node, where, which]) => window.__elite.slot(node, where, which), [
    String(id),
    side,
    name,
  ] as const);
  if (!place) throw new Error(`node ${id}: expected an ${side} ${name}, got none`);
  return place;
}

/** Numbers below 1 that look random and are the same each time. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
