import { register } from 'node:module';
import { extname } from 'node:path';

/** What packs import their declarations from. */
const NAME = 'elite-graph/nodes';

/**
 * Lets packs import `elite-graph/nodes` wherever they lie, so that a pack in a data folder needs no installation of
 * its own and all packs share one copy.
 */
export function providePacksModule(): void {
  const entry = new URL(`../../nodes/index${extname(import.meta.url)}`, import.meta.url).href;
  const hook = `export const resolve = (name, context, next) =>
    next(name === ${JSON.stringify(NAME)} ? ${JSON.stringify(entry)} : name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
