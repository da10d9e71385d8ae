import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../graph-server/config.ts';
import type { GraphLink, GraphNode } from '../../ui/src/model/document.ts';
import { readGraphFile } from '../../ui/src/model/graph-file.ts';
import { parseJson } from '../../ui/src/model/json.ts';
import { nodeTypes } from '../../ui/src/model/node-type.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { openDocument } from '../../ui/src/model/open-document.ts';
import { dispatch } from './bench-page.ts';

const COLUMN = 1700;
const ROW = 1050;

/** Nodes and the links among them, as they are pasted. */
export interface Pasted {
  readonly nodes: readonly GraphNode[];
  readonly links: readonly GraphLink[];
}

/** Copies of the workflow `generate` beside and below each other, cut off at a number of nodes. */
export async function manyNodes(url: string, count: number): Promise<Pasted> {
  const text = await (await fetch(`${url}/object_info`)).text();
  const types = nodeTypes(parseJson(text, 'object_info') as unknown as ObjectInfo);
  const bytes = readFileSync(join(packageRoot, 'workflows', 'generate.json'));
  const file = readGraphFile(new Uint8Array(bytes), 'generate.json');
  const doc = openDocument(file, types, { id: 'bench', title: 'bench' });
  const copies = Math.ceil(count / doc.nodes.size);
  const columns = Math.ceil(Math.sqrt(copies));
  const place = (copy: number) => [(copy % columns) * COLUMN, Math.floor(copy / columns) * ROW] as const;
  const nodes = Array.from({ length: copies }, (_, copy) =>
    [...doc.nodes.values()].map((node): GraphNode => {
      const [x, y] = place(copy);
      return { ...node, id: `${copy}-${node.id}`, pos: [node.pos[0] + x, node.pos[1] + y] };
    }),
  )
    .flat()
    .slice(0, count);
  const kept = new Set(nodes.map(({ id }) => id));
  const links = Array.from({ length: copies }, (_, copy) =>
    doc.links.map(({ id, from, to }): GraphLink => ({
      id: `${copy}-${id}`,
      from: { ...from, node: `${copy}-${from.node}` },
      to: { ...to, node: `${copy}-${to.node}` },
    })),
  )
    .flat()
    .filter(({ from, to }) => kept.has(from.node) && kept.has(to.node));
  return { nodes, links };
}

/** Makes the open graph one of so many nodes. */
export async function fillGraph(page: Page, pasted: Pasted): Promise<void> {
  const all = await nodeIds(page);
  await dispatch(page, { kind: 'remove', nodes: all });
  await dispatch(page, { kind: 'paste', ...pasted });
  const count = (await nodeIds(page)).length;
  if (count !== pasted.nodes.length)
    throw new Error(`graph: expected ${pasted.nodes.length} nodes, got ${count}`);
}

/** The ids of the nodes of the open document. */
export async function nodeIds(page: Page): Promise<string[]> {
  const saved = JSON.parse(await page.evaluate(() => window.__elite.doc())) as {
    nodes: { id: number | string }[];
  };
  return saved.nodes.map(({ id }) => String(id));
}
