import type { Surface } from '../../src/protocol/webview.ts';
import { EarlyAnswers } from './api/early.ts';
import { askMe, askOverviewOf, askOverviewOfDays, askRequests, askStatus } from './api/questions.ts';
import type { FoundPage } from './app/foundPage.ts';
import { parseRoute } from './app/route.ts';
import { type SavedState, toSavedState } from './app/savedState.ts';
import { SPARKLINE_DAYS } from './sidebar/sparklineDays.ts';
import { loadStrings } from './strings/languages.ts';
import { BrowserTransport } from './transport/browserTransport.ts';
import { download } from './transport/download.ts';
import type { Transport } from './transport/transport.ts';
import { type EditorApi, WebviewTransport } from './transport/webviewTransport.ts';

declare function acquireVsCodeApi(): EditorApi;

function toSurface(value: string | undefined): Surface {
  return value === 'sidebar' || value === 'tab' ? value : 'browser';
}

function createTransport(surface: Surface): Transport {
  return surface === 'browser'
    ? new BrowserTransport(window.sessionStorage, download)
    : new WebviewTransport(acquireVsCodeApi(), window);
}

function readPage(root: HTMLElement): FoundPage & { readonly saved: SavedState } {
  const surface = toSurface(root.dataset['surface']);
  const transport = createTransport(surface);
  const saved = toSavedState(transport.loadState());
  return {
    root,
    surface,
    language: root.dataset['language'] ?? 'en',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    isAdmin: root.dataset['role'] === 'admin',
    route: surface === 'browser' ? window.location.hash : saved.route,
    transport,
    early: new EarlyAnswers(transport),
    saved,
  };
}

/** Asks for what stands at the top of the first page. */
function askAhead({
  surface,
  early,
  timeZone,
  route,
  isAdmin,
  saved,
}: FoundPage & { readonly saved: SavedState }): void {
  const here = { timeZone, now: Date.now };
  if (surface === 'browser' && !isAdmin) {
    early.ask(askMe(here));
    return;
  }
  if (surface === 'sidebar') {
    for (const days of [1, SPARKLINE_DAYS]) early.ask(askOverviewOfDays(days, here));
    early.ask(askRequests(1));
  } else if (['', 'overview'].includes(parseRoute(route).page)) {
    early.ask(askOverviewOf(saved.range, here));
  }
  early.ask(askStatus(here));
}

/** A page that is out of sight, such as a view that is scrolled away, is never painted. */
const LONGEST_WAIT_MS = 100;

/** Resolves when the browser has painted the frame that came with the page, or has had its time to. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_WAIT_MS);
  });
}

/** First the questions, then the first paint, then the program: what takes long waits for nobody. */
async function boot(root: HTMLElement): Promise<void> {
  const page = readPage(root);
  askAhead(page);
  await painted();
  const [{ start }, strings] = await Promise.all([import('./start.tsx'), loadStrings(page.language)]);
  await start(page, strings);
}

const root = document.getElementById('root');
if (root !== null) void boot(root);
