import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply, type Command } from '../../../ui/src/model/command.ts';
import { readGraphText } from '../../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../../ui/src/model/graph-to-prompt.ts';
import { isJsonObject, stringifyJson, type Json, type JsonObject } from '../../../ui/src/model/json.ts';
import { openDocument } from '../../../ui/src/model/open-document.ts';
import { savedDocument } from '../../../ui/src/model/save-document.ts';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';
import { someWorkflow } from '../../support/some-workflow.ts';

const open = (text: string) =>
  openDocument(readGraphText(text, 'a.json'), EDITOR_TYPES, { id: 'new', title: 'a' });
const FILE = {
  id: 'own',
  last_node_id: 4,
  last_link_id: 2,
  nodes: [
    {
      id: 1,
      type: 'LoadImage',
      pos: [0, 0],
      size: [300, 400],
      flags: { pinned: true },
      order: 0,
      mode: 0,
      outputs: [
        { name: 'IMAGE', type: 'IMAGE', links: [1], slot_index: 0 },
        { name: 'MASK', type: 'MASK', links: null },
      ],
      properties: { 'Node name for S&R': 'LoadImage', ver: '1' },
      widgets_values: ['dog.png', 'image'],
    },
    {
      id: 4,
      type: 'Foreign',
      title: 'mine',
      pos: [400, 0],
      size: [200, 100],
      flags: { collapsed: false },
      order: 1,
      mode: 0,
      inputs: [{ name: 'x', type: 'IMAGE', link: 1, shape: 7 }],
      properties: {},
      widgets_values: [1, 'two', { three: 3 }],
      color: '#abc',
    },
  ],
  links: [[1, 1, 0, 4, 0, 'IMAGE']],
  groups: [{ title: 'g', bounding: [0, 0, 9, 9] }],
  config: {},
  extra: { ds: { scale: 1, offset: [0, 0] } },
  version: 0.4,
};

/** All that a value says is said by the other, which may say more. */
function assertKept(before: Json | undefined, after: Json | undefined, where: string): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    // a type may have more sockets and fields than it had when the file was made
    if (/\.(inputs|outputs|widgets_values)$/.test(where)) assert.ok(after.length >= before.length, where);
    else assert.equal(after.length, before.length, where);
    before.forEach((item, index) => assertKept(item, after[index], `${where}[${index}]`));
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const [key, value] of Object.entries(before))
      if (key !== 'order' && key !== 'widget_names') assertKept(value, after[key], `${where}.${key}`);
  } else assert.deepEqual(after, before, where);
}

describe('saving a document', () => {
  it('keeps every key and value of a file that was only opened', () => {
    assertKept(FILE, savedDocument(open(JSON.stringify(FILE)), EDITOR_TYPES), 'file');
  });

  it('opens again as the same document', () => {
    const doc = open(JSON.stringify(FILE));
    const again = open(stringifyJson(savedDocument(doc, EDITOR_TYPES)));
    assert.deepEqual(savedDocument(again, EDITOR_TYPES), savedDocument(doc, EDITOR_TYPES));
  });

  it('writes values by position, their names beside them, and digits of long seeds', () => {
    const text =
      '{"nodes":[{"id":1,"type":"Sampler","widgets_values":[18446744073709551615,"fixed",20,"lms",true]}]}';
    const doc = apply(open(text), { kind: 'setValue', node: '1', name: 'steps', value: 33 });
    const saved = stringifyJson(savedDocument(doc, EDITOR_TYPES));
    assert.match(saved, /"widgets_values":\[18446744073709551615,"fixed",33,"lms",true\]/);
    assert.match(saved, /"widget_names":\["seed",null,"steps","sampler_name","preview"\]/);
  });

  it('keeps folding, pins, states and cuts of pictures until it is opened again', () => {
    const crop = { made: 'a-square.png', of: 'a.png', square: { x: 3, y: 0, side: 64 } };
    const commands: readonly Command[] = [
      { kind: 'setView', node: '1', isCollapsed: true, isPinned: false },
      { kind: 'setView', node: '4', isPinned: true },
      { kind: 'setState', node: '4', state: 'off' },
      { kind: 'setCrop', node: '1', name: 'image', crop },
    ];
    const doc = commands.reduce(apply, open(JSON.stringify(FILE)));
    const again = open(stringifyJson(savedDocument(doc, EDITOR_TYPES)));
    const [photo, foreign] = [again.nodes.get('1'), again.nodes.get('4')];
    assert.deepEqual([photo?.isCollapsed, photo?.isPinned, photo?.state], [true, false, 'on']);
    assert.deepEqual([foreign?.isCollapsed, foreign?.isPinned, foreign?.state], [false, true, 'off']);
    assert.deepEqual(photo?.crops, { image: crop });
  });

  it('gives the prompt that the headless runner makes of the same file', () => {
    const prompt = (raw: JsonObject) =>
      stringifyJson(graphToPrompt(parseWorkflow(raw, 'a'), OBJECT_INFO) as never);
    const folder = join(import.meta.dirname, '..', '..', '..', 'workflows');
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    assert.ok(files.length > 0);
    for (const name of files) {
      const file = readGraphText(readFileSync(join(folder, name), 'utf8'), name);
      if (file.kind !== 'workflow') continue;
      const doc = openDocument(file, EDITOR_TYPES, { id: 'x', title: name });
      assert.deepEqual(prompt(savedDocument(doc, EDITOR_TYPES)), prompt(file.workflow.raw), name);
    }
  });

  it('keeps what any file says, its prompt, and what it says when it is opened and saved again', () => {
    const saved = (file: JsonObject) => savedDocument(open(stringifyJson(file)), EDITOR_TYPES);
    const prompt = (file: JsonObject) => {
      const compiled = graphToPrompt(parseWorkflow(file, 'a'), OBJECT_INFO);
      return Object.fromEntries(
        Object.entries(compiled).map(([id, node]) => [id, stringifyJson(node as never)]),
      );
    };
    fc.assert(
      fc.property(someWorkflow, (file) => {
        const once = saved(file);
        assertKept(file, once, 'file');
        assert.deepEqual(prompt(once), prompt(file));
        assert.deepEqual(JSON.parse(stringifyJson(saved(once))), JSON.parse(stringifyJson(once)));
      }),
    );
  });
});
