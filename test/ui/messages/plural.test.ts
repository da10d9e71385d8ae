import assert from 'node:assert/strict';
import { pluralOf } from '../../../ui/src/messages/plural.ts';

describe('the plural of a language', () => {
  it('takes the form that the rules of the language ask for', () => {
    const forms = { one: 'plik', few: 'pliki', many: 'plików', other: 'pliku' };
    const plural = pluralOf('pl', ['one', 'few', 'many', 'other']);
    assert.deepEqual(
      [1, 2, 5, 22, 1.5].map((count) => plural(count, forms)),
      ['plik', 'pliki', 'plików', 'pliki', 'pliku'],
    );
  });

  it('falls back to the general form where the browser tells more apart', () => {
    assert.equal(pluralOf('pl', ['other'])(1, { other: 'plik' }), 'plik');
  });

  it('is refused by the compiler where a form is missing, or is none of the language', () => {
    const plural = pluralOf('en', ['one', 'other']);
    // @ts-expect-error the form of all numbers but one is missing
    plural(1, { one: 'a node' });
    // @ts-expect-error the form of one is missing
    plural(2, { other: 'nodes' });
    // @ts-expect-error English has no such form
    plural(2, { one: 'a node', few: 'nodes', other: 'nodes' });
    assert.equal(plural(1, { one: 'a node', other: 'nodes' }), 'a node');
  });
});
