import type { Check } from '../../doctor/check.ts';
import { type Finding, ok, skipped, warning } from '../../doctor/finding.ts';
import { type ControllerState, liveBaseUrl } from '../gatewayState.ts';

/** What only a window of the editor knows. */
export interface EditorView {
  readonly state: ControllerState;
  /** Where the gateway of this window's settings would be. */
  readonly wantedUrl: string;
  /** The window is shown by a browser, and ends with its tab. */
  readonly inBrowser: boolean;
  /** The window works on another machine than it is shown on. */
  readonly remote: boolean;
  /** The address that the editor gives out for the gateway. Undefined where it has none of its own. */
  externalUrl(baseUrl: string): Promise<string | undefined>;
}

/** The window's own part of the way. */
export function editorChecks(view: EditorView): readonly Check[] {
  return [
    { id: 'editor-settings', run: () => [checkSettings(view)] },
    { id: 'editor-lifetime', run: () => [checkLifetime(view)] },
    { id: 'editor-port-proxy', run: async () => [await checkPortProxy(view)] },
  ];
}

function checkSettings({ state, wantedUrl }: EditorView): Finding {
  const baseUrl = liveBaseUrl(state);
  if (baseUrl === undefined) return warning('editor-stopped', { state: state.kind });
  return baseUrl === wantedUrl
    ? ok('editor-settings-ok', { baseUrl })
    : warning('editor-settings-differ', { baseUrl, wanted: wantedUrl });
}

/** A gateway in a window's thread ends with the window; code-server ends a window soon after its tab. */
function checkLifetime({ state, inBrowser }: EditorView): Finding {
  if (liveBaseUrl(state) === undefined) return skipped('needs-gateway');
  const inWindow = state.kind === 'running' || (state.kind === 'attached' && state.runsIn === 'window');
  return inWindow && inBrowser ? warning('editor-lifetime-tab') : ok('editor-lifetime-ok');
}

async function checkPortProxy({ state, inBrowser, remote, wantedUrl, externalUrl }: EditorView): Promise<Finding> {
  if (!inBrowser && !remote) return ok('editor-port-proxy-local');
  const url = await externalUrl(liveBaseUrl(state) ?? wantedUrl);
  return url === undefined ? warning('editor-port-proxy-none') : ok('editor-port-proxy-ok', { url });
}
