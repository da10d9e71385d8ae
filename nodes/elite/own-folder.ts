import type { Folders } from '../../graph-server/engine/sockets.ts';

/** The user's own folder of models, the only one that is written to. */
export function ownFolder({ models }: Pick<Folders, 'models'>): string {
  const [own] = models;
  if (own === undefined) throw new Error('models: expected a folder of models, got none');
  return own;
}
