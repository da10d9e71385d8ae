import { signal } from '@preact/signals';
import { conceptWords as text } from '../messages/en/concepts.ts';
import type { Command } from '../model/command.ts';
import type { FieldPlace } from '../model/roles.ts';
import {
  conceptFileUrl,
  fetchConcepts,
  importConcept,
  removeConcept,
  renameConcept,
  restoreConcept,
  type Concept,
} from '../net/concepts-client.ts';
import { fetchObjectInfo } from '../net/server-client.ts';
import { onChoices } from './choices.ts';
import { usesOf } from './concept-uses.ts';
import { question } from './dialogs.ts';
import { dispatch, doc, objectInfo } from './editor.ts';
import { conceptPlace } from './placing-concepts.ts';
import { say, sayError } from './toasts.ts';

/** How names of concept files end, also where a browser numbered a download. */
const ENDING = /(\.elite)?( ?\(\d+\))?\.safetensors$/i;
/** How long a concept that was deleted can be had back by one press. */
const RESTORABLE_MS = 10_000;
/** What the server takes as one JSON, less what base64 adds. */
const MOST_MB = 11;

/** The concepts that were kept; undefined before they were asked for. */
export const concepts = signal<readonly Concept[] | undefined>(undefined);

onChoices.call = () => {
  if (concepts.value) void listConcepts();
};

/** Whether a file may be a concept, by its name; the server looks into it. */
export const isConceptFile = ({ name }: File): boolean => ENDING.test(name);

/** Asks what concepts there are. */
export async function listConcepts(): Promise<void> {
  try {
    concepts.value = await fetchConcepts();
  } catch (error) {
    sayError(error);
  }
}

/** The nodes of the open graph that load a concept. */
function readers(file: string): FieldPlace[] {
  return [...doc.value.nodes.values()].flatMap(({ id, values }) => {
    const place = conceptPlace(id);
    return place && values[place.field] === file ? [place] : [];
  });
}

/** Gives a concept another name, which nodes of the open graph that load it follow; answers whether it has it now. */
export async function rename(file: string, name: string): Promise<boolean> {
  try {
    const next = await renameConcept(file, name);
    if (next === file) return true;
    const commands = readers(file).map(({ node, field }): Command => ({
      ...{ kind: 'setValue', node, name: field },
      value: next,
    }));
    if (commands.length > 0) dispatch({ kind: 'batch', commands });
    say(text.renamed(name));
    void refreshConcepts();
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** Asks whether a concept shall go; for a while it can be had back. */
export async function askRemoval({ file, name }: Concept): Promise<void> {
  const remove = async () => {
    const token = await removeConcept(file);
    offerBack(text.removed(name), token);
    await refreshConcepts();
  };
  question.value = {
    text: text.removal(name, { nodes: readers(file).length, ...(await usesOf(file)) }),
    choices: [{ label: text.removeNow, isMain: true, run: () => void remove().catch(sayError) }],
  };
}

/** Offers to have a concept back, again where that failed. */
function offerBack(sentence: string, token: string, kind: 'note' | 'error' = 'note'): void {
  const restore = () =>
    restoreConcept(token).then(refreshConcepts, (error: unknown) =>
      offerBack(error instanceof Error ? error.message : String(error), token, 'error'),
    );
  say(sentence, {
    kind,
    actions: [{ label: text.restore, run: () => void restore() }],
    shownMs: RESTORABLE_MS,
  });
}

/** Takes in concept files from elsewhere; one that is none is told, and stops no other. */
export async function takeConcepts(files: readonly File[]): Promise<void> {
  for (const file of files)
    try {
      const megabytes = Math.ceil(file.size / 1e6);
      if (!isConceptFile(file)) throw new Error(text.refused(file.name));
      if (megabytes > MOST_MB) throw new Error(text.tooLarge(file.name, MOST_MB, megabytes));
      const content = await base64Of(file);
      say(text.taken(await importConcept(file.name.replace(ENDING, ''), content)));
    } catch (error) {
      sayError(error);
    }
  await refreshConcepts();
}

/** Gives a concept to the user as a file. */
export function downloadConcept(concept: Concept): void {
  const link = document.createElement('a');
  [link.href, link.download] = [conceptFileUrl(concept), concept.file];
  link.click();
}

/** Asks what concepts there are, so that nodes offer the same. */
export async function refreshConcepts(): Promise<void> {
  try {
    objectInfo.value = await fetchObjectInfo();
  } catch (error) {
    sayError(error);
    return;
  }
  await listConcepts();
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = typeof reader.result === 'string' ? reader.result : '';
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error(text.refused(file.name)));
    reader.readAsDataURL(file);
  });
}
