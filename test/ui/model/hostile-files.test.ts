import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readGraphFile, readGraphText } from '../../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../../ui/src/model/graph-to-prompt.ts';
import { isJsonObject, stringifyJson, type Json } from '../../../ui/src/model/json.ts';
import { openDocument } from '../../../ui/src/model/open-document.ts';
import { savedDocument } from '../../../ui/src/model/save-document.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';
import { exifWith, jpegWith, webpWith } from '../../support/exif.ts';
import { pngWith } from '../../support/png.ts';
import { someWorkflow } from '../../support/some-workflow.ts';

/** Reads, opens, saves and compiles a file; what is thrown must be one sentence. */
function use(text: string): string {
  try {
    const file = readGraphText(text, 'f.json');
    const doc = openDocument(file, EDITOR_TYPES, { id: 'x', title: 'f' });
    const saved = stringifyJson(savedDocument(doc, EDITOR_TYPES));
    assert.equal(readGraphText(saved, 'saved').kind, 'workflow');
    if (file.kind === 'workflow') graphToPrompt(file.workflow, OBJECT_INFO);
    return 'kept';
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.match(error.message, /^(f\.json|node|link|workflow)\b.*: expected [^\n]+, got [^\n]+$/);
    return error.message;
  }
}

describe('a hostile file', () => {
  it('is kept or gives one sentence, whatever stands in the place of any of its parts', () => {
    const odd: fc.Arbitrary<Json> = fc.constantFrom(
      null,
      -1,
      1e300,
      2n ** 70n,
      '',
      '__proto__',
      'constructor',
      [],
      {},
      [[[]]],
      { 0: 1, 1: 'x' },
      true,
    );
    /** The file with one of its parts exchanged, chosen by a number. */
    const exchanged = (file: Json, at: number, part: Json): Json => {
      let left = at;
      const walk = (value: Json): Json => {
        left -= 1;
        if (left === 0) return part;
        if (Array.isArray(value)) return value.map(walk);
        if (!isJsonObject(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
      };
      return walk(file);
    };
    fc.assert(
      fc.property(someWorkflow, fc.nat(150), odd, (file, at, part) => {
        use(stringifyJson(exchanged(file, at + 2, part)));
      }),
      { numRuns: 300 },
    );
  });

  it('says what is wrong with nesting, prototype keys and repeated ids', () => {
    const sentences: [string, RegExp][] = [
      ['['.repeat(10_000_000), /at most 8 MiB, got 9\.5 MiB/],
      ['['.repeat(100_000), /at most 64 levels of nesting/],
      ['{"nodes":[],"__proto__":{"links":[]}}', /an ordinary key, got __proto__/],
      ['{"nodes":[{"id":1,"type":"A"},{"id":"1","type":"A"}]}', /node 1: expected each id once/],
      [`{"nodes":[${'{},'.repeat(6000)}{}]}`, /at most 5000, got 6001/],
    ];
    for (const [text, sentence] of sentences) assert.match(use(text), sentence);
  });

  it('is kept where types have the names of methods, links lead nowhere and nodes run in a ring', () => {
    const types = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const nodes = types.map((type, id) => ({ id, type, inputs: [{ name: type, type, link: 99 }] }));
    assert.equal(use(JSON.stringify({ nodes, links: [] })), 'kept');
    assert.equal(use(JSON.stringify({ nodes, links: [[99, 77, 0, 1, 0, '*']] })), 'kept');
    const prompt = Object.fromEntries(
      types.slice(2).map((id) => [id, { class_type: id, inputs: { [id]: [id, 0] } }]),
    );
    assert.equal(use(JSON.stringify(prompt)), 'kept');
  });

  it('ends at the limits: a ring of 5,000 nodes, and a chain that all are linked to', () => {
    const inputs = (id: number) => [
      { name: 'a', type: 'IMAGE', link: id },
      { name: 'b', type: 'IMAGE', link: 5000 + id },
    ];
    const nodes = Array.from({ length: 5000 }, (_, id) => ({ id, type: 'Foreign', inputs: inputs(id) }));
    const ring = nodes.map(({ id }) => [id, (id + 1) % 5000, 0, id, 0, 'IMAGE']);
    const star = nodes.map(({ id }) => [5000 + id, 0, 0, id, 1, 'IMAGE']);
    assert.equal(use(JSON.stringify({ nodes, links: [...ring, ...star] })), 'kept');
    const reroutes = nodes.map((node) => ({ ...node, type: 'Reroute' }));
    assert.equal(use(JSON.stringify({ nodes: reroutes, links: ring })), 'kept');
    const prompt = nodes.map(({ id }) => [
      id,
      { class_type: 'A', inputs: { x: [String((id + 1) % 5000), 0] } },
    ]);
    assert.equal(use(JSON.stringify(Object.fromEntries(prompt))), 'kept');
  }).timeout(180_000);

  it('is no file at all: random bytes behind the beginning of a picture', () => {
    const exif = exifWith([[0x010f, 'workflow:{"nodes":[]}']]);
    for (const picture of [pngWith([['tEXt', 'workflow\0{"nodes":[]}']]), webpWith(exif), jpegWith(exif)]) {
      assert.equal(readGraphFile(picture, 'p').kind, 'workflow');
      fc.assert(
        fc.property(fc.nat(picture.length - 1), fc.nat(255), (at, byte) => {
          const damaged = Uint8Array.from(picture);
          damaged[at] = byte;
          try {
            readGraphFile(damaged, 'p');
          } catch (error) {
            assert.match(String(error), /^Error: p: expected |^Error: p, /);
          }
        }),
      );
    }
  });
});
