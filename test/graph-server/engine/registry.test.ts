import assert from 'node:assert/strict';
import { Registry } from '../../../graph-server/engine/registry.ts';
import { testRegistry } from '../../support/prompts.ts';
import pack, { Add, Show } from '../../support/test-pack.ts';

describe('Registry', () => {
  it('finds node types and queries by name, and nothing else', () => {
    const registry = testRegistry();
    assert.equal(registry.get('Add'), Add);
    assert.equal(registry.get('constructor'), undefined);
    assert.equal(typeof registry.query('test', 'echo'), 'function');
    assert.equal(registry.query('test', 'toString'), undefined);
    assert.equal(registry.query('other', 'echo'), undefined);
    assert.equal(typeof registry.action('test', 'note'), 'function');
    assert.equal(registry.action('test', 'echo') ?? registry.query('test', 'note'), undefined);
  });

  it('refuses a type that is taken, and then nothing of that pack is there', () => {
    const registry = testRegistry();
    assert.throws(() => registry.add({ name: 'late', nodes: [{ ...Show, type: 'New' }, Add] }), {
      message: 'pack late, node Add: expected a new type, got one of pack test',
    });
    assert.equal(registry.get('New'), undefined);
    assert.throws(() => new Registry().add({ name: 'twice', nodes: [Add, Add] }), /got one of pack twice/);
    assert.throws(() => registry.add(pack), /expected a name that no other pack has/);
  });

  it('lists node types in loading order with their pack', () => {
    assert.deepEqual(
      testRegistry()
        .all()
        .slice(0, 2)
        .map(({ node, pack: owner }) => [node.type, owner]),
      [
        ['Constant', 'test'],
        ['Add', 'test'],
      ],
    );
  });
});
