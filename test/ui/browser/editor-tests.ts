import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import {
  startEditorServer,
  type EditorServer,
  type EditorServerOptions,
} from '../../support/editor-server.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a busy machine may need for one step. */
const LONGEST_WAIT_MS = 90_000;

/** What a busy machine may need to build the editor and to start a browser. */
const LONGEST_START_MS = 600_000;

/** Puts the first card away before the page begins. */
const DISMISS = "localStorage.setItem('elite-graph.start', 'dismissed')";

/** An open editor, and what its page complained of. */
export interface OpenEditor {
  readonly page: Page;
  /** Errors of the console, exceptions, violations of the policy. */
  readonly complaints: string[];
  /** Requests that left the server's origin. */
  readonly foreign: string[];
}

/** What a page complained of, and what it asked of others. */
type Watched = Pick<OpenEditor, 'complaints' | 'foreign'>;

/** What the tests of a `describe` open editors with. */
export interface EditorTests {
  readonly server: () => EditorServer;
  open: (
    options?: BrowserContextOptions & { readonly isFirst?: boolean },
    query?: string,
  ) => Promise<OpenEditor>;
  /** Opens an empty page of a new browser profile. */
  openBlank: (options?: BrowserContextOptions) => Promise<OpenEditor>;
  /** Opens another tab of the same browser profile. */
  openBeside: (page: Page) => Promise<Page>;
}

/** What all files of browser tests share: building the editor and starting a browser cost seconds. */
interface SharedTools {
  readonly folder: string;
  readonly browser: Browser;
}

const shared: { tools?: Promise<SharedTools> } = {};

after(async () => {
  const tools = await shared.tools?.catch(() => undefined);
  await tools?.browser.close();
  if (tools) rmSync(tools.folder, { recursive: true, force: true });
});

/**
 * Starts a server for the tests of one `describe`; they share one built editor and one browser with all others. After each
 * test no page may have broken its policy or asked another server, unless it is a front-end of others.
 * Without a Chromium the tests are skipped, or fail where REQUIRE_TOOLS=1 asks for all tools.
 */
export function editorTests(options: EditorServerOptions = {}): EditorTests {
  const running: { server?: EditorServer; browser?: Browser; pages: Page[] } = { pages: [] };
  const seen: Watched[] = [];
  before(async function () {
    this.timeout(LONGEST_START_MS);
    if (!existsSync(CHROMIUM)) {
      const sentence = `browser: expected a Chromium at ${CHROMIUM}, got none (Debian's package chromium, or CHROMIUM=path)`;
      if (process.env['REQUIRE_TOOLS'] === '1') throw new Error(sentence);
      console.log(`    ${sentence}`);
      this.skip();
    }
    const { folder, browser } = await (shared.tools ??= startTools());
    running.server = await startEditorServer({ editor: folder, ...options });
    running.browser = browser;
  });
  afterEach(async () => {
    for (const page of running.pages.splice(0)) await page.context().close();
    const { complaints, foreign } = seen.splice(0).reduce(both, { complaints: [], foreign: [] });
    if (options.frontEnd !== undefined) return;
    assert.deepEqual(complaints.filter(isViolation), []);
    assert.deepEqual(foreign, []);
  });
  after(() => running.server?.close());
  const server = () => {
    if (!running.server) throw new Error('editor: expected a started server, got none');
    return running.server;
  };
  const openBlank = async (context: BrowserContextOptions = {}) => {
    if (!running.browser) throw new Error('editor: expected a started browser, got none');
    const made = await running.browser.newContext({ viewport: { width: 1600, height: 1000 }, ...context });
    made.setDefaultTimeout(LONGEST_WAIT_MS);
    const page = await made.newPage();
    running.pages.push(page);
    const opened = { page, complaints: [], foreign: [] };
    watch(page, server().url, opened);
    seen.push(opened);
    return opened;
  };
  return {
    server,
    openBlank,
    openBeside: async (page) => {
      const next = await page.context().newPage();
      running.pages.push(next);
      const watched = { complaints: [], foreign: [] };
      watch(next, server().url, watched);
      seen.push(watched);
      await show(next, `${server().url}/?e2e=1`);
      return next;
    },
    open: async ({ isFirst = false, ...options } = {}, query = 'e2e=1') => {
      const opened = await openBlank(options);
      const { page } = opened;
      if (!isFirst) await page.context().addInitScript(DISMISS);
      await show(page, `${server().url}/?${query}`);
      return opened;
    },
  };
}

/** Opens the page and waits until it can be used. */
async function show(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await ready(page);
}

/** Opens the page anew, as it is after a reload by hand, and waits until it can be used. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
}

async function ready(page: Page): Promise<void> {
  await page.waitForSelector('.app[data-ready=true]');
  await idle(page);
}

/** Waits until what was done is drawn. */
export function idle(page: Page): Promise<void> {
  return page.evaluate(() => (window as unknown as { __elite: { idle(): Promise<void> } }).__elite.idle());
}

async function startTools(): Promise<SharedTools> {
  const folder = mkdtempSync(join(tmpdir(), 'elite-graph-ui-'));
  await buildEditor(folder);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: FLAGS,
    timeout: LONGEST_START_MS,
  });
  return { folder, browser };
}

/** Builds the editor of the sources as they are into a folder of its own. */
async function buildEditor(folder: string): Promise<void> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', 'ui', '--outDir', folder, '--logLevel', 'error'],
    { cwd: root },
  );
}

/** A breach of the policy that the page is served with, or a call of what is left out of litegraph.js. */
function isViolation(complaint: string): boolean {
  return /Content Security Policy|TrustedHTML|TrustedScript|is left out/.test(complaint);
}

function both(a: Watched, b: Watched): Watched {
  return { complaints: [...a.complaints, ...b.complaints], foreign: [...a.foreign, ...b.foreign] };
}

function watch(page: Page, own: string, { complaints, foreign }: Watched): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).host !== new URL(own).host)
      foreign.push(request.url());
  });
}
