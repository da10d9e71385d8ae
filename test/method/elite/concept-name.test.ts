import assert from 'node:assert/strict';
import { wrongConceptName } from '../../../method/elite/concept-name.ts';

describe('the name of a concept', () => {
  it('is one that every system takes', () => {
    for (const name of ['dog', 'Ωmega 3', 'a', 'my dog (2)', 'console', '😀'.repeat(30), 'x'.repeat(60)])
      assert.equal(wrongConceptName(name), undefined, name);
  });

  for (const [what, names] of Object.entries({
    'expected 1 to 60 characters': ['', 'x'.repeat(61), '😀'.repeat(31)],
    'expected no / \\ : * ? " < > |, no hidden characters, no dot first and no space around': [
      ...[
        '.dog',
        'a/b',
        '..',
        'a\\b',
        'a:b',
        'a\nb',
        ' a',
        'a ',
        '\u200b',
        'a\u202eb',
        'a\u2028b',
        'a\ud800',
      ],
    ],
    'expected a name that is no device on Windows': ['CON', 'nul', 'com1', 'aux.x'],
    'expected a name without .elite.safetensors, which is added': ['dog.elite.safetensors'],
  }))
    it(`is refused otherwise: ${what}`, () => {
      for (const name of names)
        assert.equal(wrongConceptName(name), `${what}, got ${JSON.stringify(name.slice(0, 80))}`);
    });
});
