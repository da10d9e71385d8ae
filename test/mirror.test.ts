import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Source folders, and where the tests of each begin. */
const TREES = {
  'graph-server': 'test/graph-server',
  method: 'test/method',
  nodes: 'test/nodes',
  'ui/src': 'test/ui',
} as const;

/** Sources without a test of their own, each with its reason. Files that hold types alone need no entry. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'graph-server/cli/serve.ts': 'joins two tested calls; the command serves until it is stopped',
  'graph-server/pictures/main.ts': 'starts the process; picture-process.test.ts starts it',
  'graph-server/queue/executor.ts': 'types, and two errors that its implementations’ tests throw and catch',
  'nodes/diffusion/index.ts': 'a table of nodes; the registry’s tests load it',
  'nodes/evaluation/index.ts': 'a table of nodes; the registry’s tests load it',
  'nodes/image/index.ts': 'a table of nodes; the registry’s tests load it',
  'nodes/sockets.ts': 'a table of sockets',
  'ui/src/messages/en/concepts.ts': 'a table of texts',
  'ui/src/messages/en/dialogs.ts': 'a table of texts',
  'ui/src/messages/en/files.ts': 'a table of texts',
  'ui/src/messages/en/graph.ts': 'a table of texts',
  'ui/src/messages/en/hints.ts': 'a table of texts',
  'ui/src/messages/en/models.ts': 'a table of texts',
  'ui/src/messages/en/number.ts': 'the numbers of English; number.test.ts holds what writes them',
  'ui/src/messages/en/photo.ts': 'a table of texts',
  'ui/src/messages/en/plural.ts': 'the forms of English; messages.test.ts holds them against its rules',
  'ui/src/messages/en/results.ts': 'a table of texts',
  'ui/src/messages/en/run.ts': 'a table of texts',
  'ui/src/messages/en/start.ts': 'a table of texts',
  'ui/src/messages/en/states.ts': 'a table of texts',
  'ui/src/messages/en/words.ts': 'a table of texts',
  'ui/src/main.tsx': 'starts the page; the browser’s tests open it',
};

/** Parts of the editor that need a page: the tests of test/ui/browser use them in a real one. */
const IN_THE_BROWSER =
  /^ui\/src\/((canvas|panels|shell)\/|mask\/(mask-picture|painter|painter-pointer)\.|net\/(answers|attention-client|concepts-client|elite-client|files-client|jobs-client|models-client|server-socket)|state\/(blockers|choices|compare|concept-uses|concepts|copy-picture|crops|database|dialogs|draft-store|drafts|earlier|editing|files|fixes|gallery|heat-map|hints|mask-check|mask-rule|models|past-prompts|photos|picture-source|placing-concepts|prompt-reading|replacing|result-detail|running|start|start-steps|state-store|submission|sweep|sweep-export|sweep-photos|tabs|theme|wheel)\.)/;

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts') && !name.includes('node_modules'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();

/** Whether a file exports nothing that exists while the program runs. */
function isTypesOnly(path: string): boolean {
  const exported = readFileSync(join(ROOT, path), 'utf8').match(/^export .*/gm) ?? [];
  return exported.length > 0 && exported.every((line) => /^export (type|interface)\b/.test(line));
}

describe('the tree of tests', () => {
  for (const [folder, tests] of Object.entries(TREES)) {
    it(`mirrors ${folder}: each file has its test`, () => {
      const found = sources(folder);
      assert.ok(found.length > 0);
      const missing = found.filter((path) => {
        const test = tests + path.slice(folder.length).replace(/\.tsx?$/, '.test.ts');
        if (path in EXCEPTIONS || IN_THE_BROWSER.test(path)) return false;
        return !existsSync(join(ROOT, test)) && !isTypesOnly(path);
      });
      assert.equal(missing.length, 0, `without a test: ${missing.join(', ')}`);
    });
  }

  it('has no exception for a file that has a test', () => {
    const idle = Object.keys(EXCEPTIONS).filter((path) => {
      const folder = Object.keys(TREES).find((tree) => path.startsWith(`${tree}/`)) as keyof typeof TREES;
      return existsSync(join(ROOT, TREES[folder] + path.slice(folder.length).replace(/\.tsx?$/, '.test.ts')));
    });
    assert.deepEqual(idle, []);
  });
});
