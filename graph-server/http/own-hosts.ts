import { networkInterfaces } from 'node:os';

const ANY = ['0.0.0.0', '::'];

/** The names under which a server on this address is reached, as `Host` has them: of a wildcard every address of this machine. */
export function ownHosts(listen: string): string[] {
  const addresses = ANY.includes(listen)
    ? Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address))
    : [];
  return [listen, ...addresses].map((address) =>
    address.includes(':') ? `[${address.toLowerCase()}]` : address.toLowerCase(),
  );
}
