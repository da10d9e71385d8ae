import { signal } from '@preact/signals';
import { modelWords } from '../messages/en/models.ts';
import { addModel, fetchModels, removeModel, type ModelList, type NewModel } from '../net/models-client.ts';
import { fetchObjectInfo } from '../net/server-client.ts';
import { objectInfo } from './editor.ts';
import { say, sayError } from './toasts.ts';

/** What lies in the server's folders of models; undefined before it was asked. */
export const modelList = signal<ModelList | undefined>(undefined);

/** What is under way: a name that is hashed, added or removed. */
export const busyWith = signal<string | undefined>(undefined);

/** Asks for the models and the verdict on each. */
export async function listModels(): Promise<void> {
  try {
    modelList.value = await fetchModels();
  } catch (error) {
    sayError(error);
  }
}

/** Has every byte of one model read for its hashes. */
export async function hashModel(name: string): Promise<void> {
  await during(name, async () => {
    const [hashed] = (await fetchModels(name)).models;
    const list = modelList.value;
    if (!hashed || !list) return;
    const models = list.models.map((model) => (model.name === name ? hashed : model));
    modelList.value = { ...list, models };
  });
}

/** Makes a bundle of files that the server has; answers whether it was made. */
export async function makeModel(made: NewModel): Promise<boolean> {
  return during(made.name, async () => {
    await addModel(made);
    say(modelWords.added(made.name));
    await learnAnew();
  });
}

/** Deletes a bundle of the user's own. */
export async function dropModel(name: string): Promise<void> {
  await during(name, async () => {
    await removeModel(name);
    say(modelWords.removed(name));
    await learnAnew();
  });
}

/** The loaders offer what is there now. */
async function learnAnew(): Promise<void> {
  objectInfo.value = await fetchObjectInfo();
  await listModels();
}

async function during(name: string, act: () => Promise<void>): Promise<boolean> {
  busyWith.value = name;
  try {
    await act();
    return true;
  } catch (error) {
    sayError(error);
    return false;
  } finally {
    busyWith.value = undefined;
  }
}
