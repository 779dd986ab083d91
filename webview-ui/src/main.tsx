import '@vscode/codicons/dist/codicon.css';
import './styles/theme.css';
import './styles/base.css';
import './styles/overview.css';
import './styles/requests.css';
import './styles/table.css';
import './styles/traces.css';
import './styles/task.css';
import './styles/playground.css';
import './styles/navigation.css';
import './styles/audit.css';
import './styles/pages.css';
import './styles/forms.css';
import './styles/charts.css';
import './styles/sidebar.css';
import { createRoot } from 'react-dom/client';
import type { Surface } from '../../src/protocol/webview.ts';
import { createQueryClient } from './api/queries.ts';
import { App } from './app/app.tsx';
import type { Dashboard } from './app/dashboard.tsx';
import { createFormatter } from './format/formatter.ts';
import { localeFor, stringsFor } from './strings/languages.ts';
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

function createDashboard(root: HTMLElement): Dashboard {
  const surface = toSurface(root.dataset['surface']);
  const language = root.dataset['language'] ?? 'en';
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const strings = stringsFor(language);
  const format = createFormatter(localeFor(language), timeZone, strings.units);
  document.documentElement.lang = language;
  return { transport: createTransport(surface), strings, format, surface, timeZone, now: () => Date.now() };
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(<App dashboard={createDashboard(root)} client={createQueryClient()} />);
}
