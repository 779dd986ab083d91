import type { FindingText } from '../text.ts';

export const editorTexts = {
  'editor-settings-ok': { summary: 'The gateway in use is the one that the settings name, {baseUrl}.' },
  'editor-settings-differ': {
    summary: 'The settings name {wanted}; this window uses {baseUrl}.',
    meaning: 'The settings were changed after the start, or the workspace is not trusted.',
    fix: 'Run "Torii: Restart Proxy".',
  },
  'editor-stopped': {
    summary: 'This window uses no gateway ({state}).',
    fix: 'Run "Torii: Start Proxy".',
  },
  'editor-lifetime-ok': { summary: 'The gateway outlives this window, or the window stays as long as you work.' },
  'editor-lifetime-tab': {
    summary: 'The gateway runs in this browser tab’s window.',
    meaning: 'code-server ends it soon after the tab is closed; agents in terminals lose it.',
    fix: 'Set torii.runMode to "detached".',
  },
  'editor-port-proxy-local': { summary: 'The editor runs on this machine: browsers reach the gateway directly.' },
  'editor-port-proxy-ok': { summary: 'From outside, the gateway is reached at {url}.' },
  'editor-port-proxy-none': {
    summary: 'The editor gives the gateway no address for browsers outside.',
    meaning: 'The dashboard opens in the editor only.',
    fix: 'Use "Torii: Open Dashboard", or code-server’s /proxy/<port>/ path with its password.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
