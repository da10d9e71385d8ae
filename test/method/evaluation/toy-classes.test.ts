import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOY_CLASSES } from '../../../method/evaluation/toy-classes.ts';

describe('TOY_CLASSES', () => {
  const axes = readFileSync(
    join(import.meta.dirname, '../../../training/elite_training/world/axes.py'),
    'utf8',
  );
  const names = (axis: string): string[] => {
    const body = new RegExp(`^${axis}: [^=]*= [({](.*?)^[)}]`, 'ms').exec(axes)?.[1] ?? '';
    const isDict = axes.includes(`${axis}: dict`);
    const found = isDict ? body.matchAll(/"([^"]+)":/g) : body.matchAll(/"([^"]+)"/g);
    return [...found].map(([, name = '']) => name);
  };

  it('are those that the world is drawn with, in their order', () => {
    const colours = names('COLOURS');
    assert.equal(colours.length, 8);
    const plain = [...colours, 'black', 'grey'].map((colour) => `plain ${colour}`);
    assert.deepEqual(TOY_CLASSES['place'], [...names('PLACES'), ...plain]);
    assert.deepEqual(TOY_CLASSES['colour'], [...colours, 'none']);
    assert.deepEqual(TOY_CLASSES['category'], names('CATEGORIES'));
    assert.deepEqual(TOY_CLASSES['outfit'], [...names('OUTFITS'), 'none']);
    const styles = /^STYLES: [^=]*= \((.*)\)$/m
      .exec(axes)?.[1]
      ?.split(', ')
      .map((s) => s.slice(1, -1));
    assert.deepEqual(TOY_CLASSES['style'], styles);
  });
});
