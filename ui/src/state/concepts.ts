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
  type Concept,
} from '../net/concepts-client.ts';
import { fetchObjectInfo } from '../net/server-client.ts';
import { onChoices } from './choices.ts';
import { question } from './dialogs.ts';
import { dispatch, doc, objectInfo } from './editor.ts';
import { conceptPlace } from './placing-concepts.ts';
import { say, sayError } from './toasts.ts';

/** How names of concept files end. */
const ENDING = '.elite.safetensors';
/** What the server takes as one JSON, less what base64 adds. */
const MOST_MB = 11;

/** The concepts that were kept; undefined before they were asked for. */
export const concepts = signal<readonly Concept[] | undefined>(undefined);

onChoices.call = () => void listConcepts();

/** Whether a file is a concept, by its name. */
export const isConceptFile = ({ name }: File): boolean => name.endsWith(ENDING);

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
    if (next !== file) say(text.renamed(name));
    await learnAnew();
    const commands = readers(file).map(({ node, field }): Command => ({
      ...{ kind: 'setValue', node, name: field },
      value: next,
    }));
    if (commands.length > 0) dispatch({ kind: 'batch', commands });
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** Asks whether a concept shall go; for a while it can be had back. */
export function askRemoval({ file, name }: Concept): void {
  const remove = async () => {
    const content = await removeConcept(file);
    say(text.removed(name), {
      actions: [{ label: text.restore, run: () => void restore(name, content).catch(sayError) }],
    });
    await learnAnew();
  };
  question.value = {
    text: text.removal(name, readers(file).length),
    choices: [{ label: text.removeNow, isMain: true, run: () => void remove().catch(sayError) }],
  };
}

async function restore(name: string, content: string): Promise<void> {
  await importConcept(name, content);
  await learnAnew();
}

/** Takes in concept files from elsewhere; one that is none is told, and stops no other. */
export async function takeConcepts(files: readonly File[]): Promise<void> {
  for (const file of files)
    try {
      const megabytes = Math.ceil(file.size / 1e6);
      if (!isConceptFile(file)) throw new Error(text.refused(file.name));
      if (megabytes > MOST_MB) throw new Error(text.tooLarge(file.name, MOST_MB, megabytes));
      const content = await base64Of(file);
      say(text.taken(await importConcept(file.name.slice(0, -ENDING.length), content)));
    } catch (error) {
      sayError(error);
    }
  await learnAnew();
}

/** Gives a concept to the user as a file. */
export function downloadConcept(concept: Concept): void {
  const link = document.createElement('a');
  [link.href, link.download] = [conceptFileUrl(concept), concept.file];
  link.click();
}

/** Nodes offer what is there now. */
async function learnAnew(): Promise<void> {
  objectInfo.value = await fetchObjectInfo();
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
