import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { removeStrays } from './atomic-write.ts';

/** The folders below the data folder; the API reaches the first six, `state` and what is in it never. */
export interface Folders {
  readonly data: string;
  readonly input: string;
  readonly output: string;
  readonly temp: string;
  readonly user: string;
  readonly models: string;
  readonly state: string;
  /** Where running jobs note the names of their pictures. */
  readonly claims: string;
}

/** The folders that a file can be asked from by its type. */
export type FileRoot = 'input' | 'output' | 'temp';

/** The folders of a data folder. */
export function foldersOf(data: string): Folders {
  const at = (name: string) => join(resolve(data), name);
  return {
    data: resolve(data),
    input: at('input'),
    output: at('output'),
    temp: at('temp'),
    user: at('user'),
    models: at('models'),
    state: at('state'),
    claims: join(at('state'), 'claims'),
  };
}

/** Makes the folders that are missing, empties `temp` and removes what a crash left half-written. */
export async function prepareFolders(folders: Folders): Promise<void> {
  await rm(folders.temp, { recursive: true, force: true });
  for (const folder of [folders.input, folders.output, folders.user, folders.claims])
    await removeStrays(folder);
  const workflows = join(folders.user, 'default', 'workflows'); // listed by the editor before it saves the first
  for (const folder of [...(Object.values(folders) as string[]), workflows])
    await mkdir(folder, { recursive: true });
}

/** Whether a text names one of the folders of files. */
export function isFileRoot(type: string): type is FileRoot {
  return type === 'input' || type === 'output' || type === 'temp';
}

/** Splits ComfyUI's annotated name `name.png [input]` into name and folder. */
export function annotatedName(name: string): { filename: string; type?: FileRoot } {
  const found = /^(.*?) ?\[(input|output|temp)\]$/.exec(name);
  const [, filename, type] = found ?? [];
  return filename !== undefined && type !== undefined && isFileRoot(type)
    ? { filename, type }
    : { filename: name };
}

/** A file as clients name it. */
export interface FileReference {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: FileRoot;
}

/** Reads ComfyUI's `{ filename, subfolder?, type? }`, whose folder is the output where none is told; undefined when it is none. */
export function fileReference(named: Readonly<Record<string, unknown>>): FileReference | undefined {
  const { filename, subfolder = '', type = 'output' } = named;
  const isReference =
    typeof filename === 'string' &&
    typeof subfolder === 'string' &&
    typeof type === 'string' &&
    isFileRoot(type);
  return isReference ? { filename, subfolder, type } : undefined;
}
