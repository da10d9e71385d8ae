import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { declaredInputs, optionsOf, typeOf, type InputSpec, type NodeInfo } from './object-info.ts';

/** One position of `widgets_values`: an input's value, or an entry that only the editor uses. */
export interface WidgetSlot {
  readonly role: 'value' | 'control' | 'filter' | 'upload';
  /** The input whose value, control mode or filter this is. */
  readonly name: string;
  readonly spec: InputSpec;
}

const WIDGET_TYPES = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO', 'COLOR', 'MARKDOWN', 'CURVE']);
const SEED_NAMES = new Set(['seed', 'noise_seed']);
const UPLOADS = ['image_upload', 'video_upload', 'animated_image_upload'];

/** Whether an input is edited in the node itself rather than linked only. */
export function isWidget(spec: InputSpec): boolean {
  const options = optionsOf(spec);
  return isWidgetType(spec) && options['forceInput'] !== true && options['defaultInput'] !== true;
}

/** The positions of `widgets_values` for a node type, in ComfyUI's order. */
export function widgetSlots(info: NodeInfo): WidgetSlot[] {
  return slots(info, isWidget);
}

function isWidgetType(spec: InputSpec): boolean {
  const { widgetType } = optionsOf(spec);
  return WIDGET_TYPES.has(typeof widgetType === 'string' ? widgetType : typeOf(spec));
}

function slots(info: NodeInfo, has: (spec: InputSpec) => boolean): WidgetSlot[] {
  const widgets = declaredInputs(info).filter(({ spec }) => has(spec));
  const entries = widgets.flatMap(({ name, spec }) => [
    { role: 'value', name, spec } as const,
    ...controls(name, spec),
  ]);
  const photo = widgets.find(({ spec }) => UPLOADS.some((upload) => optionsOf(spec)[upload] === true));
  return photo ? [...entries, { role: 'upload', ...photo }] : entries;
}

function controls(name: string, spec: InputSpec): WidgetSlot[] {
  if (!hasSeedControl(name, spec)) return [];
  const control: WidgetSlot = { role: 'control', name, spec };
  return typeOf(spec) === 'COMBO' ? [control, { role: 'filter', name, spec }] : [control];
}

/** Whether an input changes by itself from run to run, as its user wishes: a seed. */
export function hasSeedControl(name: string, spec: InputSpec): boolean {
  const type = typeOf(spec);
  const option = optionsOf(spec)['control_after_generate'];
  const isSeed = type === 'INT' && SEED_NAMES.has(name) && option !== false;
  return (
    isSeed || (['INT', 'FLOAT', 'COMBO'].includes(type) && (option === true || typeof option === 'string'))
  );
}

/** The fields of a saved node that hold its values. */
export interface SavedValues {
  readonly widgets_values?: Json;
  readonly properties?: Json;
}

/**
 * The values of a saved node by input name: from `properties.widget_names`, from an object form,
 * or by position as ComfyUI lays them out.
 */
export function valuesByName(saved: SavedValues, info: NodeInfo | undefined): JsonObject {
  const named = Object.create(null) as JsonObject;
  const values = saved.widgets_values;
  if (isJsonObject(values)) return Object.assign(named, values);
  if (!Array.isArray(values)) return named;
  namesOf(saved, values.length, info).forEach((name, index) => {
    const value = values[index];
    if (name !== null && value !== undefined) named[name] = value;
  });
  return named;
}

/** The seed controls of a saved node by input name: each stands right after its seed. */
export function controlsByName(saved: SavedValues, info: NodeInfo): Record<string, string> {
  const controls = Object.create(null) as Record<string, string>;
  const values = saved.widgets_values;
  if (!Array.isArray(values)) return controls;
  const names = namesOf(saved, values.length, info);
  for (const { role, name } of widgetSlots(info)) {
    const at = names.indexOf(name);
    const control = values[at + 1];
    if (role === 'control' && at >= 0 && names[at + 1] === null && typeof control === 'string')
      controls[name] = control;
  }
  return controls;
}

/** What a saved node has besides values: seed controls, filters and buttons by position, and a tail that no field has. */
export function savedExtras(
  saved: SavedValues,
  info: NodeInfo,
): { readonly extras: readonly (Json | undefined)[]; readonly tail: readonly Json[] } {
  const values = saved.widgets_values;
  if (!Array.isArray(values)) return { extras: [], tail: [] };
  const names = namesOf(saved, values.length, info);
  const slots = widgetSlots(info);
  const isUsual = slots.every(
    ({ role, name }, index) => (names[index] ?? null) === (role === 'value' ? name : null),
  );
  if (!isUsual) return { extras: [], tail: [] };
  return {
    extras: slots.map(({ role }, index) => (role === 'value' ? undefined : values[index])),
    tail: values.slice(slots.length),
  };
}

function namesOf(saved: SavedValues, length: number, info: NodeInfo | undefined): (string | null)[] {
  return savedNames(saved.properties, length) ?? (info ? positionalNames(info, length) : []);
}

function savedNames(properties: Json | undefined, length: number): (string | null)[] | undefined {
  const names = isJsonObject(properties) ? properties['widget_names'] : undefined;
  if (!Array.isArray(names) || names.length !== length) return undefined;
  return names.map((name) => (typeof name === 'string' ? name : null));
}

/** Files older than ComfyUI's front-end 1.16 hold a dummy for each input that is linked only. */
function positionalNames(info: NodeInfo, length: number): (string | null)[] {
  const usual = widgetSlots(info);
  const old = slots(info, isWidgetType);
  const isOld = length === old.length && length !== usual.length;
  return (isOld ? old : usual).map(({ role, name, spec }) =>
    role === 'value' && isWidget(spec) ? name : null,
  );
}
