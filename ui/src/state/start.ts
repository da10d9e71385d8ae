import { computed, effect, signal } from '@preact/signals';
import type { Mask } from '../mask/mask.ts';
import type { Command } from '../model/command.ts';
import type { Square } from '../model/crop.ts';
import type { Json } from '../model/json.ts';
import { rolesOf, type FieldPlace } from '../model/roles.ts';
import { fetchModelFacts, type ModelFacts } from '../net/elite-client.ts';
import { doc, types } from './editor.ts';
import { offerHints } from './hints.ts';
import type { PhotoSource } from './picture-source.ts';

/** Where the first card stands. */
export type StartStep = 'photo' | 'crop' | 'mask' | 'prompt';

const KEY = 'elite-graph.start';

/** The step of the first card; undefined while it is put away. */
export const startStep = signal<StartStep | undefined>(
  localStorage.getItem(KEY) === 'dismissed' ? undefined : 'photo',
);

/** The photo that is being cut. */
export const startPhoto = signal<PhotoSource | undefined>(undefined);

/** The square of it that is used. */
export const startSquare = signal<Square | undefined>(undefined);

/** The mask that is painted on that square, with the last strokes. */
export const startMask = signal<Mask | undefined>(undefined);

/** The newest result when the subject of the card was chosen: those after it are the card's. */
export const startSince = signal<string | undefined>(undefined);

/** What the bundle of the open graph says of itself. */
export const modelFacts = signal<ModelFacts | undefined>(undefined);

/** The fields of the open graph that the card fills. */
export const roles = computed(() => rolesOf(doc.value, types.value));

/** The value of a field. */
export function valueAt(place: FieldPlace | undefined): Json | undefined {
  return place && doc.value.nodes.get(place.node)?.values[place.field];
}

/** The bundle that the open graph uses. */
export const bundle = computed(() => {
  const value = valueAt(roles.value.bundle);
  return typeof value === 'string' ? value : undefined;
});

/** Asks each bundle that the graph gets what it says of itself; what is no bundle says nothing. Answers what ends that. */
export function followModel(): () => void {
  return effect(() => {
    const name = bundle.value;
    modelFacts.value = undefined;
    if (name === undefined) return;
    const keep = (facts: ModelFacts | undefined) => {
      if (bundle.peek() === name) modelFacts.value = facts;
    };
    fetchModelFacts(name).then(keep, () => undefined);
  });
}

/** The step at which the card was put away. */
let left: StartStep = 'photo';

/** Brings the card back where it was. */
export function resumeStart(): void {
  startStep.value = left;
}

/** Puts the card away for good; the top bar brings it back. Who sees the graph for the first time then gets hints. */
export function dismissStart(): void {
  localStorage.setItem(KEY, 'dismissed');
  left = startStep.value ?? left;
  startStep.value = undefined;
  offerHints();
}

/** The commands that set a field, where there is one. */
export function setting(place: FieldPlace | undefined, value: Json): Command[] {
  return place ? [{ kind: 'setValue', node: place.node, name: place.field, value }] : [];
}
