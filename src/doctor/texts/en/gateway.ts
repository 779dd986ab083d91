import type { FindingText } from '../text.ts';

export const gatewayTexts = {
  'check-late': {
    summary: 'The check did not end within {seconds} s.',
    meaning: 'Whatever it asked did not answer.',
    fix: 'See the other checks of the same hop, then run Doctor again.',
  },
  'check-broke': { summary: 'The check itself failed.', fix: 'Report this with the words above.' },
  'needs-gateway': { summary: 'Only a running gateway can tell.' },
  'needs-config': { summary: 'There is no config to look at: see the checks of the config.' },

  'gateway-up': { summary: 'The gateway answers at {baseUrl} (version {version}, runs in: {runsIn}).' },
  'gateway-down': {
    summary: 'No gateway runs at {baseUrl}.',
    meaning: 'Nobody listens on the port.',
    fix: 'Start it with "Torii: Start Proxy" in the editor, or with "torii" in a terminal. If it ends at once, the checks below say why.',
  },
  'gateway-silent': {
    summary: 'What listens at {baseUrl} does not answer in time.',
    meaning: 'The gateway may hang, or another program holds the port.',
    fix: 'Restart it with "Torii: Restart Proxy", or end the process that holds the port.',
  },
  'gateway-displaced': {
    summary: 'What answers at {baseUrl} is not the gateway of {home}.',
    meaning: 'No key was sent to it.',
    fix: 'See port-owner: end that program, or choose another port.',
  },
  'port-free': { summary: 'Port {port} is free.' },
  'port-ours': { summary: 'Port {port} is held by this home’s gateway: {owner}.' },
  'port-window': { summary: 'Port {port} is held by the gateway of an editor window of this home: {owner}.' },
  'port-silent': {
    summary: 'Port {port} is held by a program that does not answer: {owner}.',
    fix: 'End that program, or set another port (torii.port, --port).',
  },
  'port-other-home': {
    summary: 'Port {port} is held by the gateway of another home: {owner}.',
    meaning: 'Keys and the ledger of {home} are not known there.',
    fix: 'Use the same TORII_HOME in both places, or set another port (torii.port, --port).',
  },
  'port-stranger': {
    summary: 'Port {port} is held by another program: {owner}.',
    meaning: 'The gateway cannot listen there, and clients reach that program.',
    fix: 'End that program, or set another port (torii.port, --port).',
  },
  'version-same': { summary: 'The gateway that runs is of the installed version, {installed}.' },
  'version-differs': {
    summary: 'The gateway that runs is version {running}; installed is {installed}.',
    meaning: 'It was started before an update.',
    fix: 'Restart it: "Torii: Restart Proxy", or stop and start "torii".',
  },
  'admin-key-ok': { summary: 'The gateway takes the home’s key. Requests that run: {activeRequests}.' },
  'admin-key-refused': {
    summary: 'The gateway refused the home’s key (status {status}).',
    fix: 'Restart the gateway, so that it reads the home’s key again. See allowed_ips in the config, too.',
  },
  'dashboard-ok': { summary: 'The dashboard is served at {url}.' },
  'dashboard-missing': {
    summary: 'The dashboard is not served at {url} (status {status}).',
    meaning: 'The files of the dashboard are missing beside the program.',
    fix: 'Install the extension again; from sources, build with "npm run build".',
  },
  'host-check-ok': { summary: 'Requests under foreign host names are refused.' },
  'host-check-off': {
    summary: 'The gateway answers under any host name.',
    meaning: 'It listens beyond this machine: others on the network reach it, and web pages can by DNS rebinding.',
    fix: 'Set torii.host (or --host) to 127.0.0.1 unless others are to use it.',
  },
  'loopback-direct': { summary: 'No proxy variable stands between clients and this machine.' },
  'loopback-excluded': { summary: '{proxy} is set, and NO_PROXY leaves this machine out of it.' },
  'loopback-proxied': {
    summary: '{proxy} is set, and NO_PROXY does not name {host}.',
    meaning: 'Agents that obey the variable send their requests for the gateway to the proxy.',
    fix: 'Add 127.0.0.1,localhost to NO_PROXY where agents are started.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
