import assert from 'node:assert/strict';
import { planOf, type SweepForm } from '../../../ui/src/model/sweep-form.ts';

const FORM: SweepForm = { from: '0', to: '1,2', count: '3', kind: 'none', rows: '' };
const plan = (more: Partial<SweepForm>, photos: Parameters<typeof planOf>[1]['photos'] = []) =>
  planOf({ ...FORM, ...more }, { least: 0, most: 1.5, photos });

describe('the form of a sweep', () => {
  it('describes a plan', () => {
    assert.deepEqual(plan({ kind: 'seed', rows: '7 8' }), {
      ...{ lambdas: [0, 0.6, 1.2], kind: 'seed', rows: [7, 8] },
    });
  });

  it('is refused where λ is no number or beyond its limits', () => {
    for (const from of ['', 'much', '-0.1', '1.6', 'Infinity']) assert.equal(plan({ from }), 'lambda', from);
    assert.equal(plan({ to: '1.51' }), 'lambda');
  });

  it('is refused where a row has fewer than two pictures, more than sixteen, or parts of one', () => {
    for (const count of ['', '1', '17', '2.5']) assert.equal(plan({ count }), 'count', count);
    assert.notEqual(plan({ count: '16' }), 'count');
  });

  it('is refused where the rows are none or too many, or all pictures together', () => {
    assert.equal(plan({ kind: 'seed', rows: 'x' }), 'rows');
    assert.equal(plan({ kind: 'photos' }), 'rows');
    assert.equal(plan({ kind: 'seed', rows: '1 2 3 4 5', count: '16' }), 'many');
  });

  it('takes the photos with their masks', () => {
    const photos = [
      { photo: 'a b.png', mask: 'masks/a.png' },
      { photo: 'c.png', mask: 'masks/c.png' },
    ];
    assert.deepEqual(plan({ kind: 'photos' }, photos), {
      ...{ lambdas: [0, 0.6, 1.2], kind: 'photos', rows: ['a b.png', 'c.png'] },
      masks: ['masks/a.png', 'masks/c.png'],
    });
  });
});
