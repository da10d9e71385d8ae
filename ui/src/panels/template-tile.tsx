import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { graphSketch, type GraphSketch } from '../model/graph-sketch.ts';
import { parseJson } from '../model/json.ts';
import { fetchWorkflow, type WorkflowEntry } from '../net/server-client.ts';
import { openWorkflow } from '../state/files.ts';

const sketches = new Map<string, Promise<GraphSketch | undefined>>();

/** A workflow that ships, with a small picture of its graph; a click opens a copy. */
export function TemplateTile({ entry, label }: { readonly entry: WorkflowEntry; readonly label: string }) {
  const sketch = useSignal<GraphSketch | undefined>(undefined);
  useEffect(() => void sketchOf(entry).then((found) => (sketch.value = found)), [entry.name]);
  return (
    <button type="button" class="template" title={entry.name} onClick={() => void openWorkflow(entry)}>
      <span class="template-picture">{sketch.value ? <Sketch sketch={sketch.value} /> : null}</span>
      <span>{label}</span>
    </button>
  );
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

function sketchOf(entry: WorkflowEntry): Promise<GraphSketch | undefined> {
  const known = sketches.get(entry.name);
  if (known) return known;
  const asked = fetchWorkflow(entry).then(
    (bytes) => graphSketch(parseJson(new TextDecoder().decode(bytes), entry.name)),
    () => undefined,
  );
  sketches.set(entry.name, asked);
  return asked;
}
