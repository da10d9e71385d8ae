const REDIRECTS = 6;

/** What a server says of a file, from all the answers on the way to it. */
export interface FileFacts {
  /** Of the last answer; a weak one says nothing of the bytes. */
  readonly etag?: string;
  /** SHA-256 of the file, where a server states it. */
  readonly sha256?: string;
  /** SHA-1 of the file as a blob of git, where a server states it. */
  readonly gitBlob?: string;
}

/** An answer with a body that is still to be read. */
export interface Answer {
  readonly response: Response;
  readonly facts: FileFacts;
}

/**
 * Asks for a file and follows redirects by hand: what the first server says of the file is lost otherwise.
 * Source: the headers `x-linked-etag` (SHA-256 of a large file) and `x-repo-commit` (then `etag` is a blob of git) of the Hugging Face Hub.
 * @throws when redirects do not end, or leave HTTPS
 */
export async function fetchFrom(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  let at = new URL(url);
  let facts: FileFacts = {};
  for (let hop = 0; hop < REDIRECTS; hop += 1) {
    const response = await fetch(at, {
      headers: { 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
      signal,
    });
    facts = { ...facts, ...factsOf(response.headers) };
    const next = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || next === null) return { response, facts };
    await response.body?.cancel();
    const target = new URL(next, at);
    if (at.protocol === 'https:' && target.protocol !== 'https:')
      throw new Error(`${url}: expected to stay on HTTPS, got sent to ${target.protocol}//${target.host}`);
    at = target;
  }
  throw new Error(`${url}: expected at most ${REDIRECTS} redirects, got more`);
}

function factsOf(headers: Headers): FileFacts {
  const plain = (name: string): string => (headers.get(name) ?? '').replace(/^(W\/)?"|"$/g, '').toLowerCase();
  const etag = headers.get('etag') ?? '';
  const [linked, tag] = [plain('x-linked-etag'), plain('etag')];
  const isGit = headers.has('x-repo-commit') && !headers.has('x-linked-etag');
  return {
    ...(etag.startsWith('"') ? { etag } : {}),
    ...(/^[0-9a-f]{64}$/.test(linked) ? { sha256: linked } : {}),
    ...(isGit && /^[0-9a-f]{40}$/.test(tag) ? { gitBlob: tag } : {}),
  };
}
