import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { graphSketch, type GraphSketch } from '../model/graph-sketch.ts';
import { parseJson } from '../model/json.ts';
import { fetchWorkflow, type WorkflowEntry } from '../net/server-client.ts';
import { openWorkflow } from '../state/files.ts';
import { whenReady } from '../state/ready.ts';
import { GraphPicture } from './graph-picture.tsx';

const sketches = new Map<string, Promise<GraphSketch | undefined>>();

/** A workflow that ships, with a small picture of its graph; a click opens a copy. */
export function TemplateTile({ entry, label }: { readonly entry: WorkflowEntry; readonly label: string }) {
  const sketch = useSignal<GraphSketch | undefined>(undefined);
  useEffect(() => void sketchOf(entry).then((found) => (sketch.value = found)), [entry.name]);
  return (
    <button type="button" class="template" title={entry.name} onClick={() => void openWorkflow(entry)}>
      <GraphPicture sketch={sketch.value} />
      <span>{label}</span>
    </button>
  );
}

function sketchOf(entry: WorkflowEntry): Promise<GraphSketch | undefined> {
  const known = sketches.get(entry.name);
  if (known) return known;
  const asked = whenReady() // the open graph comes before the pictures of others
    .then(() => fetchWorkflow(entry))
    .then(
      (bytes) => graphSketch(parseJson(new TextDecoder().decode(bytes), entry.name)),
      () => undefined,
    );
  sketches.set(entry.name, asked);
  return asked;
}
