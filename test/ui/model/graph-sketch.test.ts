import assert from 'node:assert/strict';
import { graphSketch } from '../../../ui/src/model/graph-sketch.ts';

describe('the sketch of a graph', () => {
  it('is its nodes and links in parts of its width', () => {
    const sketch = graphSketch({
      nodes: [
        { id: 1, pos: [100, 50], size: [100, 100] },
        { id: 2, pos: { 0: 400, 1: 150 }, size: [100, 50] },
      ],
      links: [
        [7, 1, 0, 2, 0, 'IMAGE'],
        [8, 1, 0, 9, 0, 'IMAGE'],
      ],
    });
    assert.deepEqual(sketch, {
      aspect: 150 / 400,
      boxes: [
        { x: 0, y: 0, width: 0.25, height: 0.25 },
        { x: 0.75, y: 0.25, width: 0.25, height: 0.125 },
      ],
      lines: [[0.25, 0.125, 0.75, 0.3125]],
    });
  });

  it('is none of a file without places', () => {
    assert.equal(graphSketch({ nodes: [] }), undefined);
    assert.equal(graphSketch([]), undefined);
    assert.equal(graphSketch({ nodes: [{ id: 1 }] }), undefined);
  });
});
