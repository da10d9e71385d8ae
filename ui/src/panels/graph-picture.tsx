import type { GraphSketch } from '../model/graph-sketch.ts';

/** A small picture of a graph: its nodes as boxes, its links as lines. */
export function GraphPicture({ sketch }: { readonly sketch: GraphSketch | undefined }) {
  return <span class="template-picture">{sketch ? <Sketch sketch={sketch} /> : null}</span>;
}

function Sketch({ sketch: { aspect, boxes, lines } }: { readonly sketch: GraphSketch }) {
  return (
    <svg viewBox={`0 0 1 ${aspect}`} aria-hidden="true">
      {lines.map(([x1, y1, x2, y2], index) => (
        <line key={index} x1={x1} y1={y1} x2={x2} y2={y2} />
      ))}
      {boxes.map((box, index) => (
        <rect key={index} {...box} rx={0.012} />
      ))}
    </svg>
  );
}
