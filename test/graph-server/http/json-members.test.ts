import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonMembers } from '../../../graph-server/http/json-members.ts';

describe('jsonMembers', () => {
  it('gives each member its own text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, indent) => {
        const members = jsonMembers(JSON.stringify(object, null, indent));
        const values = Object.entries(object).map(([key, value]) => [key, JSON.stringify(value)]);
        assert.deepEqual(
          [...members].map(([key, text]) => [key, JSON.stringify(JSON.parse(text))]),
          values,
        );
      }),
    );
  });

  it('keeps digits and the order of keys', () => {
    const inner = '{"10": 5.0, "3": 18446744073709551615}';
    assert.equal(jsonMembers(`{"a": [",}"], "prompt": ${inner} }`).get('prompt'), inner);
    assert.deepEqual([...jsonMembers('{}')], []);
  });
});
