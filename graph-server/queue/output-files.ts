/** A file that a run made, as ComfyUI's clients name it. */
export interface OutputFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
  /** The node that made it. */
  readonly node: string;
}

/** The files that the outputs of a run name: results, or where there are none, previews. */
export function filesOf(outputs: Readonly<Record<string, unknown>>): OutputFile[] {
  const all = Object.entries(outputs).flatMap(([node, ui]) =>
    Object.values(isRecord(ui) ? ui : {}).flatMap((items) =>
      Array.isArray(items) ? items.filter(isRecord).flatMap((item) => fileOf(node, item)) : [],
    ),
  );
  const kept = all.filter(({ type }) => type === 'output');
  return kept.length > 0 ? kept : all;
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fileOf(node: string, { filename, subfolder, type }: Record<string, unknown>): OutputFile[] {
  if (typeof filename !== 'string' || typeof type !== 'string') return [];
  return [{ node, filename, subfolder: typeof subfolder === 'string' ? subfolder : '', type }];
}
