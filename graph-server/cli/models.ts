import { join } from 'node:path';
import { configOf, packageRoot } from '../config.ts';
import { foldersOf } from '../files/folders.ts';
import { parseArgs } from 'node:util';
import { get } from './models/get.ts';
import { list } from './models/list.ts';
import { remove } from './models/remove.ts';
import { shownBytes, table } from './models/table.ts';
import { unknownKeys } from './models/unknown-keys.ts';
import { UsageError } from './usage.ts';

const FLAGS = {
  data: { type: 'string' },
  sd: { type: 'string' },
  clip: { type: 'string' },
  global: { type: 'string' },
  local: { type: 'string' },
  variant: { type: 'string' },
  copy: { type: 'boolean' },
  from: { type: 'string' },
  'accept-licence': { type: 'boolean' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `elite-graph models`: lists the models, adds one from checkpoints as they were published, verifies, removes or downloads. */
export async function models(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const folder = foldersOf(configOf(values).data).models;
  const [action = 'list', name, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`models ${action}: expected one name, got more`);
  const json = values.json === true;
  // What follows loads the science, which a list does not need.
  switch (action) {
    case 'list':
      return list([folder, join(packageRoot, 'models')]);
    case 'add':
      return add(folder, needed(name, action), values);
    case 'verify': {
      const { verify } = await import('./models/verify.ts');
      const folders = [folder, join(packageRoot, 'models')];
      return verify({ folders, json, ...(name === undefined ? {} : { name }) });
    }
    case 'remove':
      return remove({ name: needed(name, action), folder, yes: values.yes === true });
    case 'get': {
      const accepted = values['accept-licence'] === true;
      const from = values.from === undefined ? {} : { from: values.from };
      return get({ folder, name: name ?? '', accepted, json, ...from });
    }
    default:
      throw new UsageError(`models: expected list, add, verify, remove or get, got ${action}`);
  }
}

function needed(name: string | undefined, action: string): string {
  if (name !== undefined) return name;
  throw new UsageError(`models ${action}: expected a name, got none`);
}

type Flags = ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values'];

async function add(folder: string, name: string, values: Flags): Promise<number> {
  const { sd, clip, global, local, variant } = values;
  if (sd === undefined || clip === undefined || global === undefined || local === undefined) {
    throw new UsageError('models add: expected --sd, --clip, --global and --local, got fewer');
  }
  const { addBundle } = await import('../../method/elite/add-bundle.ts');
  const published = { sd, clip, global, local, ...(variant === undefined ? {} : { variant }) };
  let notes: readonly string[] = [];
  const onUnknown = (keys: Iterable<readonly [string, readonly string[]]>): void => {
    notes = unknownKeys(keys);
  };
  const files = await addBundle({ ...published, name, folder, copy: values.copy === true, onUnknown });
  console.log(table(files.map(({ path, bytes, sha256 }) => [path, shownBytes(bytes), sha256])));
  for (const note of notes) console.log(note);
  console.log(`${name}: added to ${folder}`);
  return 0;
}
