import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import type { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { photographsOf, promptsOf, textToScore, type Subject } from '../../../method/evaluation/benchmark.ts';
import { packageRoot } from '../../config.ts';
import { dataFile, type DataFolder } from './data-folder.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Grows when the harness draws or scores in another way, so that older runs are not compared with newer ones. */
const PROTOCOL = 1;

const PARTS = ['unet', 'vae', 'text_encoder', 'image_encoder', 'global_mapper', 'local_mapper', 'evaluators'];

const Text = v.string();

/** What a run was made with and from. */
const ManifestSchema = v.object({
  protocol: v.number(),
  run: Text,
  dataSet: v.object({ name: Text, version: v.number(), hash: Text }),
  bundle: Text,
  models: v.record(Text, Text),
  settings: v.record(Text, v.unknown()),
  arguments: v.record(Text, v.unknown()),
  presets: v.record(Text, Text),
  missing: v.record(Text, Text),
  leftOut: v.record(Text, Text),
  subjects: v.array(v.unknown()),
  environment: v.record(Text, v.unknown()),
  started: Text,
  seconds: v.optional(v.number()),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** Reads the manifest of a run's folder. @throws when the folder holds no run */
export async function readManifest(folder: string): Promise<Manifest> {
  const where = join(folder, MANIFEST_FILE);
  const text = await readFile(where, 'utf8').catch((cause: unknown) => {
    throw new Error(`${folder}: expected the folder of a run, got one without ${MANIFEST_FILE}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${where}: expected JSON, got another text`, { cause });
  }
  const parsed = v.safeParse(ManifestSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(
    `${where}, ${v.getDotPath(issue) ?? 'top level'}: expected ${issue.expected}, got ${issue.received}`,
  );
}

/** What must be equal for two runs to be comparable, by name. */
export function identityOf({
  protocol,
  dataSet,
  models,
  settings,
  presets,
}: Manifest): Record<string, string> {
  return Object.fromEntries([
    ['protocol', String(protocol)],
    ['data set', `${dataSet.name} ${dataSet.version} ${dataSet.hash.slice(0, 12)}`],
    ...Object.entries(models).map(([part, hash]) => [`model ${part}`, hash.slice(0, 12)]),
    ...Object.entries(settings).map(([name, value]) => [`setting ${name}`, JSON.stringify(value)]),
    ...Object.entries(presets).map(([metric, preset]) => [`preset of ${metric}`, preset]),
  ]) as Record<string, string>;
}

/** The number of the harness's way, and what else tells where a run was made. */
export const protocolAndEnvironment = async (
  threads: number,
): Promise<Pick<Manifest, 'protocol' | 'environment'>> => {
  const { version, dependencies } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
  };
  return {
    protocol: PROTOCOL,
    environment: {
      'elite-graph': version,
      node: process.version,
      'onnxruntime-node': dependencies['onnxruntime-node'],
      sharp: dependencies['sharp'],
      platform: `${platform()} ${arch()}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      threads,
    },
  };
};

/** SHA-256 of the weights of each part that a bundle has. */
export async function modelHashes(bundle: BundleFolder): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const part of PARTS)
    if (bundle.has(part)) hashes[part] = await fileHash(await bundle.file(part, 'weights'));
  return hashes;
}

/** Files of weights, by their ends. */
const WEIGHTS = /\.(safetensors|bin|pth|pt)$/;

/**
 * SHA-256 of the published weights of judges in `evaluators/` of folders of models, by the folder's name.
 * @param kinds beginnings of the names of those in use, such as `dino`
 */
export async function judgeHashes(
  models: readonly string[],
  kinds: readonly string[],
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const folder of models.map((path) => join(path, 'evaluators')))
    for (const name of await readdir(folder).catch(() => []))
      for (const file of await readdir(join(folder, name)).catch(() => []))
        if (kinds.some((kind) => name.startsWith(kind)) && WEIGHTS.test(file))
          hashes[`judge ${name}`] ??= await fileHash(join(folder, name, file));
  return hashes;
}

/** SHA-256 of each subject's photographs and masks in turn, as many as a run shows, by subject. */
export async function photoHashes(
  data: DataFolder,
  subjects: readonly Subject[],
  count: number,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const subject of subjects) {
    const files = photographsOf(subject, count).flatMap(({ photo, mask }) => [photo, mask]);
    const found = await Promise.all(files.map(async (file) => fileHash(await dataFile(data, file))));
    hashes.set(subject.id, found.join(' '));
  }
  return hashes;
}

/** What the manifest says of each subject that was drawn. */
export const manifestSubjects = (
  data: DataFolder,
  subjects: readonly Subject[],
  photos: ReadonlyMap<string, string>,
): object[] =>
  subjects.map((subject) => {
    const [photo, mask, ...more] = (photos.get(subject.id) ?? '').split(' ');
    return {
      id: subject.id,
      category: subject.category,
      kind: subject.kind,
      photo,
      mask,
      ...(more.length > 0 ? { more } : {}),
      references: subject.references.length,
      prompts: promptsOf(data, subject).map((prompt) => ({
        id: prompt.id,
        kind: prompt.kind,
        scored: textToScore(prompt, subject),
      })),
    };
  });

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
