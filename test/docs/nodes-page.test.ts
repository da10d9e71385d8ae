import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARRIED, nodesPage } from '../../docs/nodes-page.ts';
import diffusion from '../../nodes/diffusion/index.ts';
import elite from '../../nodes/elite/index.ts';
import evaluation from '../../nodes/evaluation/index.ts';
import image from '../../nodes/image/index.ts';

const PACKS = [elite, diffusion, image, evaluation];
const docs = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'docs', name), 'utf8');

describe('docs/nodes.md', () => {
  it('is what the declarations say (npm run docs:nodes writes it)', async () => {
    assert.equal(docs('nodes.md'), await nodesPage(PACKS));
  });

  it('knows what every kind of link carries, and so does data.md', () => {
    const types = PACKS.flatMap(({ nodes }) =>
      nodes.flatMap(({ inputs, outputs }) => [
        ...Object.values(inputs).flatMap((input) => (input.kind === 'link' ? [input.type] : [])),
        ...Object.values(outputs).map(({ type }) => type),
      ]),
    );
    for (const type of new Set(types)) {
      assert.ok(Object.hasOwn(CARRIED, type), `${type} is not in CARRIED`);
      assert.match(docs('data.md'), new RegExp(`^\\| \`${type}\` \\|`, 'm'));
    }
  });

  it('has no names of this machine', () => {
    assert.doesNotMatch(docs('nodes.md'), /nowhere|elite-nano|\.safetensors|undefined/);
  });

  it('says of every input and node what it is for', () => {
    for (const { type, description, inputs } of PACKS.flatMap(({ nodes }) => nodes)) {
      assert.ok(description.length > 10, type);
      for (const [name, { kind, options }] of Object.entries(inputs))
        if (kind === 'int' || kind === 'float') assert.ok(options['tooltip'], `${type}.${name}`);
    }
  });
});
