import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may ask: names the server goes by, foreign pages that are allowed, and the token off loopback. */
export interface GateRules {
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly token?: string;
}

/** Why a request is not let in. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 414 | 415 | 421;
  readonly message: string;
}

/** The cookie that holds the token in browsers. */
export const TOKEN_COOKIE = 'graph_token';

const MAX_URL = 8 * 1024;
const ANY_TYPE = /^(\/api)?\/(userdata|settings)([/?]|$)/;
const MULTIPART = /^(\/api)?\/upload\//;
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** Decides, before a body byte is read, whether a request or an upgrade is let in; undefined lets it in. */
export function gate(request: IncomingMessage, rules: GateRules): Refusal | undefined {
  return (
    soundUrl(request) ??
    knownHost(request, rules) ??
    sameOrigin(request, rules) ??
    plainBody(request) ??
    knownToken(request, rules)
  );
}

function soundUrl({ url = '' }: IncomingMessage): Refusal | undefined {
  if (url.length > MAX_URL)
    return { status: 414, message: `url: expected at most ${MAX_URL} bytes, got ${url.length}` };
  if (url.includes('%00') || !url.startsWith('/'))
    return { status: 400, message: 'url: expected a path without NUL, got another' };
  return undefined;
}

/** A page of a rebound name carries its own name as Host: hence a fixed list of names, never a lookup. */
function knownHost(request: IncomingMessage, { allowedHosts }: GateRules): Refusal | undefined {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  const name = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  if (hosts.length === 1 && (LOOPBACK.test(name) || allowedHosts.includes(name))) return undefined;
  return {
    status: 421,
    message: `host: expected a name of this server, got ${JSON.stringify(name)} (--allowed-host adds one)`,
  };
}

/**
 * The allowed origin that a request comes from, if it does. The pictures of a page are asked without `Origin`; their
 * `Referer` names the page, and no page can write another one's.
 */
export function allowedOrigin(
  { headers }: IncomingMessage,
  { allowedOrigins }: GateRules,
): string | undefined {
  const origin = headers.origin ?? (headers.referer === undefined ? undefined : originOf(headers.referer));
  return origin !== undefined && allowedOrigins.includes(origin) ? origin : undefined;
}

function sameOrigin(request: IncomingMessage, rules: GateRules): Refusal | undefined {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (allowedOrigin(request, rules) !== undefined) return undefined;
  if (origin !== undefined && !isOwn(origin, request.headers.host ?? '')) {
    return {
      status: 403,
      message: `origin: expected a page of this server, got ${JSON.stringify(origin)} (--allowed-origin adds one)`,
    };
  }
  if (site === undefined || site === 'same-origin' || site === 'none' || isNavigation(request))
    return undefined;
  return { status: 403, message: `origin: expected a page of this server, got a request from another site` };
}

function isOwn(origin: string, host: string): boolean {
  try {
    const { protocol, host: originHost } = new URL(origin);
    return originHost === new URL(`${protocol}//${host}`).host;
  } catch {
    return false;
  }
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** A link on another page may open the editor, but nothing behind it. */
function isNavigation({ method, url = '', headers }: IncomingMessage): boolean {
  const path = url.split('?')[0];
  return (
    method === 'GET' &&
    path === '/' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

/**
 * A form of another page cannot send JSON; programs that are no browsers may use any type.
 * Browsers name themselves by Origin or Sec-Fetch-Site; Node's own fetch sends Sec-Fetch-Mode alone.
 */
function plainBody({ method = 'GET', url = '', headers }: IncomingMessage): Refusal | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return { status: 415, message: `content-encoding: expected none, got ${encoding}` };
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  const hasBody =
    !['GET', 'HEAD', 'DELETE'].includes(method) &&
    headers['content-length'] !== '0' &&
    (headers['content-length'] ?? headers['transfer-encoding']) !== undefined;
  if (!isBrowser || !hasBody || ANY_TYPE.test(url)) return undefined;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const wanted = MULTIPART.test(url) ? 'multipart/form-data' : 'application/json';
  return type === wanted
    ? undefined
    : {
        status: 415,
        message: `content-type: expected ${wanted}, got ${type === '' || type === undefined ? 'none' : type}`,
      };
}

function knownToken(request: IncomingMessage, { token }: GateRules): Refusal | undefined {
  if (token === undefined || tokensOf(request).some((offered) => equalTokens(offered, token)))
    return undefined;
  return {
    status: 401,
    message:
      'token: expected the token printed at start, got none that fits (Authorization: Bearer … or ?token=…)',
  };
}

/** The address of a request that the gate has let in; `//` at its beginning is a part of the path and no host. */
export const addressOf = (url = '/'): URL => new URL(`http://localhost${url}`);

function tokensOf({ url, headers }: IncomingMessage): string[] {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const query = addressOf(url).searchParams.get('token');
  const cookie = new RegExp(`(?:^|; )${TOKEN_COOKIE}=([^;]+)`).exec(headers.cookie ?? '')?.[1];
  return [bearer, query, cookie].filter((offered) => typeof offered === 'string');
}

/** Compares in a time that tells nothing about the token. */
function equalTokens(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
