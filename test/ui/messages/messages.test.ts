import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { queueWords } from '../../../ui/src/messages/en/dialogs.ts';
import { startWords } from '../../../ui/src/messages/en/start.ts';
import { words } from '../../../ui/src/messages/en/words.ts';
import type { Messages } from '../../../ui/src/messages/messages.ts';
import { tableDifference } from './table-difference.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'ui', 'src', 'messages');
const ENGLISH = 'en';

/** A file of a language that holds no table. */
const PLURAL = 'plural.ts';

type Tables = Parameters<typeof tableDifference>[0];

const load = (language: string, file: string) =>
  import(pathToFileURL(join(FOLDER, language, file)).href) as Promise<Record<string, Tables>>;

const languages = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The tables of a language, by their files; a missing file is an empty one. */
async function tablesOf(language: string): Promise<Tables> {
  const files = readdirSync(join(FOLDER, language));
  const found = files.filter((file) => file !== PLURAL);
  return Object.fromEntries(
    await Promise.all(found.map(async (file) => [file, { ...(await load(language, file)) }] as const)),
  );
}

describe('the messages of a language', () => {
  it('are complete: each table of English is there, in its form', async () => {
    const english = await tablesOf(ENGLISH);
    assert.ok(Object.keys(english).length >= 9);
    for (const language of languages)
      assert.deepEqual(tableDifference(english, await tablesOf(language), language), []);
  });

  it('have all plural forms that its rules tell apart', async () => {
    assert.ok(languages.includes(ENGLISH));
    for (const language of languages) {
      const { plural } = (await load(language, PLURAL)) as unknown as {
        readonly plural: { readonly forms: readonly string[] };
      };
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      assert.deepEqual([...plural.forms].sort(), [...pluralCategories].sort(), language);
    }
  });

  it('are found wanting by this test: a key too few, one too many, a text for another form', () => {
    const { mine, ...rest } = queueWords;
    assert.deepEqual(tableDifference(queueWords, rest, 'queue'), ['queue.mine: missing']);
    assert.deepEqual(tableDifference(rest, { ...rest, mine }, 'queue'), ['queue.mine: unknown']);
    const { start } = words;
    assert.deepEqual(tableDifference({ start }, { start: 'Los' }), ['.start: expected a table, got a text']);
    const { seed } = startWords;
    assert.deepEqual(tableDifference({ seed }, { seed: () => 'Startwert' }), [
      '.seed: expected a text of 1 values, got a text of 0 values',
    ]);
    assert.deepEqual(tableDifference(queueWords, queueWords), []);
  });

  it('are refused by the compiler: a key too few, one too many, a text made of other values', () => {
    const queue = {
      empty: 'Nichts wartet.',
      running: 'läuft',
      waiting: 'wartet',
      cancel: 'Diesen Auftrag abbrechen',
      mine: 'deiner',
    } satisfies Messages['queueWords'];
    assert.deepEqual(tableDifference(queueWords, queue), []);

    const { mine, ...rest } = queue;
    // @ts-expect-error one text is missing
    rest satisfies Messages['queueWords'];
    // @ts-expect-error one text is unknown
    ({ ...rest, mine, yours: '' }) satisfies Messages['queueWords'];
    // @ts-expect-error the seed is missing, a text stands in place of what makes one
    ({ ...startWords, seed: 'Startwert' }) satisfies Messages['startWords'];
    // @ts-expect-error seeds are texts, they may be larger than numbers
    ({ ...startWords, seed: (seed: number) => `Startwert ${seed}` }) satisfies Messages['startWords'];
    // @ts-expect-error four ideas in place of five
    ({ ...startWords, ideas: startWords.ideas.slice(1) }) satisfies Messages['startWords'];
    ({ ...startWords, seed: (seed) => `Startwert ${seed}` }) satisfies Messages['startWords'];
    // @ts-expect-error a part of a part is missing
    ({ ...words, start: { label: 'Bilder' } }) satisfies Messages['words'];
    assert.equal(mine, 'deiner');
  });
});
