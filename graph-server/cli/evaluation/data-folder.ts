import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import * as v from 'valibot';
import {
  promptsOf,
  type Benchmark,
  type BenchPrompt,
  type Subject,
} from '../../../method/evaluation/benchmark.ts';
import { DREAMBENCH_PROMPTS } from '../../../method/evaluation/dreambench-prompts.ts';
import { placeholders } from '../../../method/clip/placeholder.ts';

/** The file that makes a folder a data set. */
const SUBJECTS_FILE = 'subjects.json';

/** A data set that was read from its folder. */
export interface DataFolder extends Benchmark {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of subjects.json and of the photographs, masks and references that it names. */
  readonly hash: string;
  /** The seeds that the data set asks for, where it does. */
  readonly seeds?: readonly number[];
}

/** Ids become names of folders and files. */
const Id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9._-]{0,79}$/i, 'expected letters, digits, dots and hyphens'),
);
const Text = v.pipe(v.string(), v.nonEmpty());
const Seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const SubjectEntry = v.object({
  id: Id,
  category: Text,
  kind: Text,
  photo: Text,
  mask: Text,
  more: v.optional(v.array(v.object({ photo: Text, mask: Text }))),
  references: v.optional(v.pipe(v.array(Text), v.nonEmpty())),
  nearest: v.optional(v.union([Text, v.object({ name: Text })])),
});

const PromptEntry = v.object({
  id: Id,
  kind: Text,
  text: Text,
  for: v.optional(v.array(Text)),
  scored: v.optional(Text),
  asks: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0)))),
});

const SubjectsFile = v.object({
  name: Text,
  version: v.pipe(v.number(), v.integer()),
  subjects: v.pipe(v.array(SubjectEntry), v.nonEmpty()),
  prompts: v.union([v.literal('dreambench'), v.pipe(v.array(PromptEntry), v.nonEmpty())]),
  truths: v.optional(v.record(v.string(), v.array(Text))),
  gallery: v.optional(Text),
  seeds: v.optional(v.pipe(v.array(Seed), v.nonEmpty())),
});

type Entries = v.InferOutput<typeof SubjectsFile>;

/**
 * Reads a data set's folder and checks that everything it names is there.
 * @throws with one sentence for each fault, one a line
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const where = join(path, SUBJECTS_FILE);
  const bytes = await readFile(where).catch((cause: unknown) => {
    throw new Error(`${path}: expected a data set, got a folder without ${SUBJECTS_FILE}`, { cause });
  });
  const entries = parsed(bytes.toString('utf8'), where);
  const subjects = entries.subjects.map(subjectOf);
  const prompts = entries.prompts === 'dreambench' ? DREAMBENCH_PROMPTS : entries.prompts.map(promptOf);
  const root = await realpath(path);
  const { name, version, gallery, seeds } = entries;
  const data: DataFolder = {
    name,
    version,
    subjects,
    prompts,
    truths: entries.truths ?? {},
    path: root,
    hash: '',
    ...(gallery === undefined ? {} : { gallery }),
    ...(seeds === undefined ? {} : { seeds }),
  };
  const faults = [...faultsOf(data), ...missingFiles(data)].map((fault) => `${where}, ${fault}`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return { ...data, hash: await contentHash(bytes, data) };
}

const filesOf = ({ photo, mask, more = [], references }: Subject): string[] => [
  photo,
  mask,
  ...references,
  ...more.flatMap((one) => [one.photo, one.mask]),
];

async function contentHash(entries: Uint8Array, data: DataFolder): Promise<string> {
  const hash = createHash('sha256').update(entries);
  for (const file of new Set(data.subjects.flatMap(filesOf)))
    hash.update(await readFile(await dataFile(data, file)));
  return hash.digest('hex');
}

/** The absolute path of a file of a data set. @throws when it leads out of the folder or is not there */
export async function dataFile({ path }: DataFolder, name: string): Promise<string> {
  const real = await realpath(join(path, name)).catch((cause: unknown) => {
    throw new Error(`${join(path, name)}: no such file (${SUBJECTS_FILE} names it)`, { cause });
  });
  if (isOutside(name) || !real.startsWith(path + sep))
    throw new Error(`${SUBJECTS_FILE}: expected files inside its folder, got ${JSON.stringify(name)}`);
  return real;
}

function parsed(text: string, where: string): Entries {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `${where}: expected JSON, got ${cause instanceof Error ? cause.message : 'another text'}`,
      {
        cause,
      },
    );
  }
  const result = v.safeParse(SubjectsFile, json);
  if (result.success) return result.output;
  throw new Error(result.issues.map((issue) => sentence(issue, where)).join('\n'));
}

function sentence(issue: v.BaseIssue<unknown>, where: string): string {
  const inner = issue.issues?.find((nested) => v.getDotPath(nested) !== null) ?? issue;
  const place = v.getDotPath(inner) ?? v.getDotPath(issue) ?? 'top level';
  return `${where}, ${place}: expected ${expectation(inner)}, got ${inner.received}`;
}

const expectation = ({ expected, requirement, message, type }: v.BaseIssue<unknown>): string => {
  if (type === 'regex') return message.replace(/^expected /, '');
  if (typeof requirement === 'number') return `${expected ?? 'a number'} (${type.replaceAll('_', ' ')})`;
  return (expected ?? 'another value').replace('!0', 'at least one entry');
};

function subjectOf({ nearest, references, more, ...rest }: Entries['subjects'][number]): Subject {
  const noun = typeof nearest === 'object' ? nearest.name : nearest;
  return {
    ...rest,
    references: references ?? [rest.photo],
    ...(noun === undefined ? {} : { nearest: noun }),
    ...(more === undefined ? {} : { more }),
  };
}

function promptOf({
  asks,
  scored,
  for: kinds,
  ...rest
}: Exclude<Entries['prompts'], string>[number]): BenchPrompt {
  return {
    ...rest,
    asks: asks ?? {},
    ...(scored === undefined ? {} : { scored }),
    ...(kinds === undefined ? {} : { for: kinds }),
  };
}

function faultsOf(data: DataFolder): string[] {
  const doubled = (what: string, ids: readonly string[]): string[] =>
    [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map(
      (id) => `${what}: expected each id once, got ${id} twice`,
    );
  const idle = data.subjects
    .filter((subject) => promptsOf(data, subject).length === 0)
    .map(({ id, kind }) => `subjects: expected a prompt for each, got none for ${id} of kind ${kind}`);
  const without = data.prompts
    .filter(({ text }) => placeholders(text).length === 0)
    .map(({ id, text }) => `prompts: expected S* in each, got ${JSON.stringify(text)} for ${id}`);
  return [
    ...doubled(
      'subjects',
      data.subjects.map(({ id }) => id),
    ),
    ...doubled(
      'prompts',
      data.prompts.map(({ id }) => id),
    ),
    ...idle,
    ...without,
  ];
}

function missingFiles(data: DataFolder): string[] {
  const named = [
    ...data.subjects.flatMap((subject) =>
      filesOf(subject).map((file) => [`subject ${subject.id}`, file] as const),
    ),
    ...Object.entries(data.truths).flatMap(([pair, files]) =>
      files.map((file) => [`truths ${pair}`, file] as const),
    ),
    ...(data.gallery === undefined ? [] : [['gallery', data.gallery] as const]),
  ];
  const unique = new Map(named.map(([place, file]) => [file, place]));
  return [...unique].flatMap(([file, place]) => {
    if (isOutside(file)) return [`${place}: expected a file inside the folder, got ${JSON.stringify(file)}`];
    return existsSync(join(data.path, file)) ? [] : [`${place}: expected a file, got no ${file}`];
  });
}

const isOutside = (file: string): boolean =>
  isAbsolute(file) || /[\\\0]/.test(file) || file.split('/').includes('..');
