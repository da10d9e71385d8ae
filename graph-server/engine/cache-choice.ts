import { BoundedCache, NoCache, type Cache } from './cache.ts';

/** How results are kept from one run to the next, in ComfyUI's words. */
export type CacheChoice =
  | { readonly mode: 'classic' | 'none' }
  | { readonly mode: 'lru'; readonly entries: number }
  | { readonly mode: 'ram'; readonly gigabytes: number };

const GIB = 2 ** 30;
const MANY = 100_000;

/** What is kept unless the configuration says otherwise: a gigabyte of results. */
export const DEFAULT_CACHE: CacheChoice = { mode: 'ram', gigabytes: 1 };

/**
 * The cache of a choice. `classic` keeps what is in the prompt that runs, `lru` a number of results, `ram` as many
 * gigabytes of them, `none` nothing; what is kept is bounded in every mode.
 */
export function cacheOf(choice: CacheChoice): Cache {
  switch (choice.mode) {
    case 'none':
      return new NoCache();
    case 'classic':
      return new BoundedCache({ maxBytes: 4 * GIB, maxEntries: MANY, onlyThisPrompt: true });
    case 'lru':
      return new BoundedCache({ maxBytes: 4 * GIB, maxEntries: choice.entries });
    case 'ram':
      return new BoundedCache({ maxBytes: choice.gigabytes * GIB, maxEntries: MANY });
  }
}
