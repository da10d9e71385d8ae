import assert from 'node:assert/strict';
import { filesOf } from '../../../graph-server/queue/output-files.ts';

describe('filesOf', () => {
  it('takes results before previews, and previews where there is nothing else', () => {
    const preview = { filename: 'p.png', subfolder: '', type: 'temp' };
    const result = { filename: 'r.png', subfolder: 's', type: 'output' };
    assert.deepEqual(filesOf({ '1': { images: [preview] }, '2': { images: [result], text: ['x'] } }), [
      { ...result, node: '2' },
    ]);
    assert.deepEqual(filesOf({ '1': { images: [preview] }, '2': { text: ['x'] } }), [
      { ...preview, node: '1' },
    ]);
  });
});
