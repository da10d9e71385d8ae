import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadGraph } from '../../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../../graph-server/config.ts';
import { setInput } from '../../graph-server/queue/set-input.ts';
import { hasOverlaps } from '../../ui/src/model/arrange.ts';
import { readGraphText } from '../../ui/src/model/graph-text.ts';
import { nodeTypes } from '../../ui/src/model/node-type.ts';
import { openDocument } from '../../ui/src/model/open-document.ts';
import { widgetSlots } from '../../ui/src/model/widgets.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Starting the worker, and five small runs, on a machine that has other work. */
const PATIENCE_MS = 240_000;

describe('the workflows that ship', function () {
  this.timeout(PATIENCE_MS);
  const folder = join(packageRoot, 'workflows');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const data = temporaryFolder();
  const out = join(data, 'out');
  let runner: LocalRunner;
  let objectInfo: ObjectInfo;

  before(async () => {
    runner = await LocalRunner.start(configOf({ data }), out);
    objectInfo = await runner.objectInfo();
  });
  after(() => runner.close());

  it('are at least those that the product is for', () => {
    for (const name of ['generate', 'edit', 'image-to-image', 'inpaint', 'several-photos', 'text-only']) assert.ok(names.includes(`${name}.json`));
  });

  for (const name of names) {
    describe(name, () => {
      const load = () => loadGraph(join(folder, name), objectInfo);

      it('names the values of its nodes in the order of their widgets', async () => {
        const { workflow } = await load();
        for (const node of nodesOf(workflow)) {
          const info = objectInfo[node.type];
          assert.ok(info, node.type);
          const slots = widgetSlots(info).map(({ role, name: input }) => (role === 'value' ? input : null));
          assert.deepEqual(node.properties.widget_names ?? [], slots, `${node.type} ${node.title}`);
          assert.equal((node.widgets_values ?? []).length, slots.length);
        }
      });

      it('lays its nodes side by side', async () => {
        const nodes = nodesOf((await load()).workflow);
        for (const a of nodes)
          for (const b of nodes.filter((other) => other !== a))
            assert.ok(isApart(a, b), `${a.title} lies on ${b.title}`);
      });

      it('opens in the editor as it is laid out: no node lies on another there', async () => {
        const types = nodeTypes(objectInfo);
        const read = readGraphText(await readFile(join(folder, name), 'utf8'), name);
        assert.ok(!hasOverlaps(openDocument(read, types, { id: 'opened', title: name }), types));
      });

      it('has a prompt, a sampler and a result that can be set by title', async () => {
        const { prompt } = await load();
        const titles = Object.values(prompt).map(({ _meta }) => _meta?.title);
        assert.equal(new Set(titles).size, titles.length);
        for (const title of ['prompt', 'sampler', 'result']) assert.ok(titles.includes(title), title);
      });

      it('is valid as it is, and draws a picture', async () => {
        const { prompt, workflow } = await load();
        const checked = await runner.check(prompt);
        assert.ok(checked.ok, JSON.stringify(checked));
        setInput(prompt, 'sampler.steps', '2', objectInfo);
        const outcome = await runner.run(prompt, workflow, () => undefined, new AbortController().signal);
        assert.deepEqual([outcome.state, outcome.reason], ['success', undefined]);
        const [file, ...others] = outcome.files;
        assert.ok(file && others.length === 0);
        const picture = sharp(await runner.save(file, out));
        const { width, height, channels } = await picture.metadata();
        const side = name === 'inpaint.json' ? 256 : 64; // as large as what is drawn in
        assert.deepEqual([width, height, channels], [side, side, 3]);
        const stats = await picture.stats();
        assert.ok(stats.channels.some(({ stdev }) => stdev > 1), 'a picture of one colour');
      });
    });
  }
});

interface SavedNode {
  readonly type: string;
  readonly title: string;
  readonly pos: readonly [number, number];
  readonly size: readonly [number, number];
  readonly properties: { readonly widget_names?: readonly (string | null)[] };
  readonly widgets_values?: readonly unknown[];
}

const nodesOf = (workflow: unknown): SavedNode[] => (workflow as { nodes: SavedNode[] }).nodes;

/** Whether two nodes with their titles, 30 px above them, do not touch. */
function isApart(a: SavedNode, b: SavedNode): boolean {
  const TITLE = 30;
  return (
    a.pos[0] + a.size[0] <= b.pos[0] ||
    b.pos[0] + b.size[0] <= a.pos[0] ||
    a.pos[1] + a.size[1] <= b.pos[1] - TITLE ||
    b.pos[1] + b.size[1] <= a.pos[1] - TITLE
  );
}
