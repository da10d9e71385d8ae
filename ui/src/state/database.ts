import { words } from '../messages/en/words.ts';

/** A store of the browser's database, opened when it is first needed and anew after it was lost. */
export function databaseStore(
  name: string,
  store: string,
  keyPath: string | string[],
): (mode: IDBTransactionMode) => Promise<IDBObjectStore> {
  let opening: Promise<IDBDatabase> | undefined;
  return async (mode) => {
    opening ??= opened(name, store, keyPath);
    try {
      return (await opening).transaction(store, mode).objectStore(store);
    } catch (error) {
      opening = undefined; // the next call opens it anew
      throw error;
    }
  };
}

function opened(name: string, store: string, keyPath: string | string[]): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(store, { keyPath });
  };
  return asked(request);
}

/** What a request of the database answers. @throws where the browser keeps nothing */
export function asked<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(words.drafts.refused));
  });
}
