import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textsIn } from './text-scan.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SOURCES = 'ui/src';
const TABLES = 'ui/src/messages/';

/** Where an error of the form `<where>: expected …, got …` is a fault of programming. */
const MAY_FAULT = /^ui\/src\/(canvas|model)\//;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** What a source imports from files beside it, types left out. */
function importsOf(path: string): string[] {
  return [...read(path).matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gm)]
    .map(([, plain, lazy]) => join(dirname(path), plain ?? lazy ?? '').replaceAll('\\', '/'))
    .filter((found) => existsSync(join(ROOT, found)));
}

/** The files of the editor that the server and the command line run too: their sentences are those of logs and terminals. */
function sharedFiles(): ReadonlySet<string> {
  const shared = new Set(
    sourcesOf('graph-server')
      .flatMap(importsOf)
      .filter((path) => path.startsWith(SOURCES)),
  );
  for (const path of shared) for (const next of importsOf(path)) shared.add(next);
  return shared;
}

describe('texts for people', () => {
  it('stand in the tables of ui/src/messages and nowhere else in the editor', () => {
    const shared = sharedFiles();
    const sources = sourcesOf(SOURCES).filter((path) => !path.startsWith(TABLES) && !shared.has(path));
    assert.ok(sources.length > 100);
    const found = sources.flatMap((path) =>
      textsIn(path, read(path), MAY_FAULT.test(path)).map(({ line, text }) => `${path}:${line}: ${text}`),
    );
    assert.equal(found.length, 0, `move into ui/src/messages/en:\n${found.join('\n')}`);
  });

  it('are not needed by what the server and the command line run', () => {
    const shared = [...sharedFiles()];
    assert.ok(shared.includes('ui/src/model/json.ts') && shared.includes('ui/src/model/workflow.ts'));
    assert.deepEqual(
      shared.filter((path) => !path.startsWith('ui/src/model/')),
      [],
    );
  });
});

describe('the scan for texts', () => {
  const scan = (source: string, mayFault = false) =>
    textsIn('x.tsx', source, mayFault).map(({ text }) => text);

  it('finds what elements and their attributes say, with its line', () => {
    assert.deepEqual(textsIn('x.tsx', 'const a = (\n  <p>\n    run it\n  </p>\n);', false), [
      { line: 3, text: 'run it' },
    ]);
    assert.deepEqual(scan('<p>{n === "one" ? "node" : "nodes"}</p>'), ['node', 'nodes']);
    assert.deepEqual(scan('<p>{`${n} more`}</p>'), ['${} more']);
    assert.deepEqual(scan('<Tool label="save" aria-label={a ?? `${b} px`} />'), ['save', '${} px']);
    assert.deepEqual(scan('<Part caption2="A part of it" />'), ['A part of it']);
  });

  it('finds sentences and capitalised words anywhere else', () => {
    assert.deepEqual(scan('say(`Saved ${name}`); end("Stopped"); const [a] = ["the job"];'), [
      'Saved ${}',
      'Stopped',
      'the job',
    ]);
    assert.deepEqual(scan('const entry = { words: "Delete", keys: "Delete" }; shown = `${a} (missing)`;'), [
      'Delete',
      '${} (missing)',
    ]);
    assert.deepEqual(scan('const entry = { label: "fold", keys: "C", kind: "node" };'), ['fold']);
    assert.deepEqual(scan('throw new Error(`${name}: expected a picture, got none`)'), [
      '${}: expected a picture, got none',
    ]);
  });

  it('passes over what is for machines', () => {
    assert.deepEqual(scan('import { a } from "A b"; type T = "A b"; void import("./A b.ts");'), []);
    assert.deepEqual(
      scan('<p class={on ? "big one" : ""} style={{ left: "a b" }} role="group">{a} %</p>'),
      [],
    );
    assert.deepEqual(scan('el.closest("input, select .choice"); font = `400 12px ${name}`;'), []);
    assert.deepEqual(scan('const d = "M5 4h11l3 3v12a1 1 0 0 1-1 1H5"; if (key === "Enter") go();'), []);
    assert.deepEqual(scan('const key = `${a} ${b}`, file = `${name} [input]`, kind = "image/png";'), []);
    assert.deepEqual(scan('throw new Error(`node ${id}: expected a node of the graph, got none`)', true), []);
  });
});
