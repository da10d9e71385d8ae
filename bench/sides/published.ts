import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'bin', 'elite-graph.mjs');

/** The Python that has PyTorch: `ELITE_PYTHON`, the project's own environment, or that of the path. */
const python = (): string => {
  const own = join(ROOT, '.venv', 'bin', 'python');
  return process.env['ELITE_PYTHON'] ?? (existsSync(own) ? own : 'python3');
};

/** A set of published files in one form. */
export interface Published {
  /** What the set is called, and the bundle that is made of it. */
  readonly name: string;
  readonly dtype: 'fp32' | 'fp16';
  readonly sd: string;
  readonly clip: string;
  readonly global: string;
  readonly local: string;
}

/** How random files are written: the folder, and whether small. */
export interface Place {
  readonly folder: string;
  readonly tiny: boolean;
}

/** The flags that say the place. */
export const PLACE_FLAGS = {
  /** Where the random checkpoints lie, or are written: 18 GB, or 20 MB. */
  files: { type: 'string' },
  /** Small networks of the same layout. */
  tiny: { type: 'boolean', default: false },
} as const;

/** The place that flags say, made where it is not there; small files never lie among large ones by themselves. */
export function placeOf({
  files,
  tiny,
}: {
  readonly files?: string | undefined;
  readonly tiny: boolean;
}): Place {
  const folder = resolve(files ?? (tiny ? 'data/tiny-size' : 'data/full-size'));
  mkdirSync(folder, { recursive: true });
  return { folder, tiny };
}

const SD: Readonly<Record<string, string>> = {
  'folder, .safetensors': 'stable-diffusion-v1-4',
  'single file, .safetensors': 'sd-v1-4.safetensors',
  'single file, .ckpt': 'sd-v1-4.ckpt',
};

/** The published files of a form, written now where they are not there yet. */
export function published(
  { folder, tiny }: Place,
  { dtype = 'fp32', form = 'folder, .safetensors' }: { dtype?: 'fp32' | 'fp16'; form?: string } = {},
): Published {
  const to = join(folder, dtype);
  const sd = join(to, SD[form] ?? '');
  const write = (path: string, ...flags: readonly string[]): string => {
    if (existsSync(path)) return path;
    const args = ['random-checkpoint', '--to', to, '--dtype', dtype, ...flags, ...(tiny ? ['--tiny'] : [])];
    execFileSync(python(), ['-m', 'elite_training.cli', ...args], {
      env: pythonEnvironment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return path;
  };
  // Small files are written all at once; of large ones only what is asked for.
  if (tiny) write(to, '--layout', 'all');
  const layout = form.startsWith('folder') ? 'diffusers' : 'ldm';
  return {
    name: `${form.replaceAll(/[^a-z]+/g, '-')}-${dtype}`,
    dtype,
    sd: write(sd, '--layout', layout, '--format', form.endsWith('ckpt') ? 'ckpt' : 'safetensors'),
    clip: write(join(to, 'clip-vit-large-patch14'), '--layout', 'clip'),
    global: write(join(to, 'global_mapper.pt'), '--layout', 'mappers'),
    local: join(to, 'local_mapper.pt'),
  };
}

/** Where the bundles of a place lie, and derived weights. */
export const modelsFolder = ({ folder }: Pick<Place, 'folder'>): string => join(folder, 'data', 'models');

/** The bundle of published files, made by `elite-graph models add` where it is not there yet. @returns its folder */
export function bundleOf({ folder }: Place, { name, sd, clip, global, local }: Published): string {
  const data = join(folder, 'data');
  const path = join(modelsFolder({ folder }), name);
  const files = ['--sd', sd, '--clip', clip, '--global', global, '--local', local];
  if (!existsSync(path))
    execFileSync(process.execPath, [CLI, 'models', 'add', name, '--data', data, ...files], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return path;
}

/** The command of the PyTorch side, and its environment. */
export const pytorchSide = (): { readonly command: readonly string[]; readonly env: NodeJS.ProcessEnv } => ({
  command: [python(), '-m', 'elite_training.published.side'],
  env: pythonEnvironment(),
});

/** The command of the product's side. */
export const productSide = (): readonly string[] => [
  process.execPath,
  '--import',
  'tsx',
  join(import.meta.dirname, 'product-side.ts'),
];

function pythonEnvironment(): NodeJS.ProcessEnv {
  const path = [join(ROOT, 'training'), process.env['PYTHONPATH'] ?? ''].filter((part) => part !== '');
  return { ...process.env, PYTHONPATH: path.join(':') };
}
