import type { CheckId } from '../checkList.ts';
import type { FindingText } from './text.ts';

const hops = {
  'gateway-up': 'client → Torii',
  'port-owner': 'client → Torii',
  'gateway-version': 'client → Torii',
  'admin-key': 'client → Torii',
  dashboard: 'browser → Torii',
  'host-check': 'browser → Torii',
  'loopback-proxy': 'client → Torii',
  'node-version': 'Torii itself',
  'native-module': 'Torii itself',
  'home-permissions': 'Torii → home folder',
  'disk-space': 'Torii → home folder',
  'ledger-integrity': 'Torii → ledger',
  'master-key': 'Torii → home folder',
  'config-readable': 'Torii → config',
  'config-errors': 'Torii → config',
  'config-unknown-fields': 'Torii → config',
  'config-place': 'Torii → config',
  'config-master-key': 'Torii → config',
  'environment-references': 'Torii → environment',
  'env-file': 'Torii → environment',
  deployments: 'Torii → models',
  'model-prices': 'Torii → price table',
  'fallback-capabilities': 'Torii → fallbacks',
  'prompt-caching': 'Torii → models',
  'resting-deployments': 'Torii → models',
  'model-access': 'Torii → models',
  'aws-credentials': 'Torii → AWS credentials',
  'aws-identity': 'Torii → AWS STS',
  'aws-region': 'Torii → AWS',
  'upstream-reachable': 'Torii → model server',
  'proxy-settings': 'Torii → proxy',
  'authority-files': 'Torii → certificates',
  certificates: 'Torii → model server (TLS)',
  'clock-skew': 'this machine’s clock',
  budgets: 'Torii → budgets',
  destinations: 'Torii → trace destinations',
  cline: 'Cline → Torii',
  'other-agents': 'coding agents → Torii',
  'editor-settings': 'editor → Torii',
  'editor-lifetime': 'editor → Torii',
  'editor-port-proxy': 'browser → code-server → Torii',
} as const satisfies Readonly<Record<CheckId, string>>;

const findings = {
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

  'node-ok': { summary: 'Node {version} is new enough (at least {oldest}).' },
  'node-too-old': {
    summary: 'Node {version} is too old.',
    meaning: 'SQLite’s binary needs Node {oldest} or later, and would end an older one.',
    fix: 'Start Torii with Node {oldest} or later; in the editor, update VS Code or code-server.',
  },
  'native-ok': { summary: 'SQLite {version} is loaded.' },
  'native-skipped': { summary: 'Not looked at: this Node would crash.' },
  'native-broken': {
    summary: 'SQLite’s native module cannot be loaded.',
    meaning: 'The package lacks the binary for this platform, or it is damaged.',
    fix: 'Install the extension’s package for this platform, or the universal one.',
  },
  'home-windows': { summary: 'Windows guards a user’s profile by its own means.' },
  'home-ok': { summary: 'Only you can read {folder} and what is secret in it.' },
  'home-missing': {
    summary: 'The home {folder} is not there, or cannot be read.',
    meaning: 'The ledger, the keys and the config are kept there.',
    fix: 'Start Torii once: it makes the folder. Else check TORII_HOME and the folder’s permissions.',
  },
  'home-open': {
    summary: 'Other users of this machine can read {path}.',
    meaning: 'It holds keys, or what was asked and spent.',
    fix: 'Restart Torii, which closes it; or: chmod go-rwx "{path}"',
  },
  'disk-ok': { summary: '{megabytes} MB are free for {folder}.' },
  'disk-low': {
    summary: 'Only {megabytes} MB are free for {folder}.',
    meaning: 'The ledger grows with every request; backups and spools need room, too.',
    fix: 'Free some space, or set general_settings.maximum_spend_logs_retention_period.',
  },
  'disk-full': {
    summary: 'Only {megabytes} MB are free for {folder}.',
    meaning: 'Requests may soon have no row in the ledger.',
    fix: 'Free some space now, or set TORII_HOME to a folder on another disk.',
  },
  'ledger-ok': { summary: 'The ledger {file} is sound ({megabytes} MB, read whole).' },
  'ledger-opens': {
    summary: 'The ledger {file} opens ({megabytes} MB; too large to be read whole while it serves).',
  },
  'ledger-absent': { summary: 'There is no ledger yet at {file}: the first start makes it.' },
  'ledger-damaged': {
    summary: 'The ledger {file} is damaged.',
    meaning: 'Spend and keys in it may be lost.',
    fix: 'Restart Torii: it keeps the damaged file aside and begins a new one. Copies are in backups/ beside it.',
  },
  'ledger-unusable': {
    summary: 'The ledger {file} cannot be opened.',
    fix: 'Close other programs that hold it, and check the file’s permissions.',
  },
  'home-key-ok': { summary: 'The home’s key is in {file}.' },
  'home-key-absent': {
    summary: 'There is no key yet at {file}.',
    meaning: 'The first start makes it. If the gateway has run before, the home is another one.',
    fix: 'Start Torii, or check TORII_HOME.',
  },
  'home-key-malformed': {
    summary: 'What is in {file} is no key.',
    meaning: 'A key begins with sk-.',
    fix: 'Stop Torii, remove the file and start it: a new key is made. Windows that are open need a reload.',
  },
  'home-key-unreadable': {
    summary: 'The key in {file} cannot be read.',
    fix: 'Give yourself the file: chmod 600 "{file}"',
  },

  'config-ok': { summary: 'The config {file} is read and in force.' },
  'config-unreadable': {
    summary: 'The config {file} cannot be read.',
    meaning: 'The gateway does not start with it.',
    fix: 'Mend the place that is named.',
  },
  'config-not-in-force': {
    summary: 'The config {file} has errors, and the last good one stays in force.',
    meaning: 'Changes since then have no effect.',
    fix: 'Mend the place that is named; it is taken up at once.',
  },
  'config-clean': { summary: 'The config has no errors and no warnings.' },
  'config-error': {
    summary: 'The config has an error at {place}.',
    meaning: 'The deployment is left out.',
    fix: '{fix}',
  },
  'config-warning': { summary: 'The config has a doubtful place at {place}.', fix: '{fix}' },
  'config-fields-known': { summary: 'All keys of the config are known.' },
  'config-fields-unused': {
    summary: 'All keys of the config are known; these of LiteLLM have no effect here: {names}.',
  },
  'config-place-home': { summary: 'The config is the home’s own, {file} ({deployments} deployments).' },
  'config-place-other': {
    summary: 'The config is {file} ({deployments} deployments); {home} is not read.',
  },
  'config-place-differs': {
    summary: 'The gateway runs with {running}, not with {wanted}.',
    meaning: 'It was started with another config.',
    fix: 'Restart it, so that it reads the config that is set.',
  },
  'master-key-home': { summary: 'The config names no master key: the home’s own is the only one.' },
  'master-key-own': { summary: 'The config’s master key is long enough.' },
  'master-key-weak': {
    summary: 'The config’s master key is one of the examples, or short.',
    meaning: 'Whoever reaches the gateway can guess it.',
    fix: 'Set LITELLM_MASTER_KEY to a long random value that begins with sk-.',
  },
  'references-ok': { summary: 'Every os.environ/… of the config has a value.' },
  'reference-unset': {
    summary: 'The config names a variable that has no value ({place}).',
    meaning: 'The key counts as absent.',
    fix: '{fix}',
  },
  'env-file-ok': { summary: '{path} is read.' },
  'env-file-unused': { summary: 'There is no {path}, and none is needed.' },
  'env-file-absent': {
    summary: 'There is no {path}, and variables are missing.',
    meaning: 'An editor that was started from the desktop does not have a shell’s variables.',
    fix: 'Write the variables into {path}, one NAME=value a line.',
  },
  'env-file-unreadable': { summary: '{path} cannot be read.', fix: 'Check its permissions: chmod 600 "{path}"' },
  'env-file-open': {
    summary: 'Other users of this machine can read {path}.',
    meaning: 'It holds credentials.',
    fix: 'chmod 600 "{path}"',
  },
  'env-file-lines': {
    summary: 'Lines of {path} are no assignments: {lines}.',
    meaning: 'They are skipped.',
    fix: 'Write NAME=value, and put values of several lines in quotes.',
  },

  'no-deployments': {
    summary: 'No model can be used.',
    meaning: 'The config {file} has no deployment that is sound.',
    fix: 'Add an entry to model_list; see examples/.',
  },
  'deployments-ok': { summary: '{deployments} deployments in {groups} model groups.' },
  'no-named-models': { summary: 'The config names no model by itself.' },
  'prices-known': { summary: 'The prices of all {count} deployments are known.' },
  'price-unknown': {
    summary: 'The price of {model} is not known.',
    meaning: 'What it costs is recorded as unknown, and no budget can stop it.',
    fix: 'Set input_cost_per_token and output_cost_per_token in its litellm_params.',
  },
  'fallbacks-none': { summary: 'No fallbacks are set.' },
  'fallbacks-ok': { summary: 'No fallback loses a capability of what it stands in for ({count} steps).' },
  'fallback-loses': {
    summary: '{to}, a fallback of {from}, lacks: {lost}.',
    meaning: 'Requests that need it fail there, or are answered without it.',
    fix: 'Choose a fallback that has it, or accept the loss.',
  },
  'fallback-context': {
    summary: '{to} takes {after} tokens, no more than {from} with {before}.',
    meaning: 'It cannot help with a prompt that is too long.',
    fix: 'Choose a model with a longer context in context_window_fallbacks.',
  },
  'caching-none': { summary: 'No model of the config caches prompts.' },
  'caching-minimum': { summary: 'Prompts are cached from this many tokens on: {list}.' },
  'caching-unsupported': {
    summary: '{model} cannot cache prompts, and cache points are set for it.',
    meaning: 'They are left out, and nothing is saved.',
    fix: 'Remove cache_control_injection_points, or choose a model that caches.',
  },
  'none-rests': { summary: 'No deployment rests after failures.' },
  'deployment-rests': {
    summary: '{model} rests for another {seconds} s after failures.',
    fix: 'See its words; it is tried again by itself.',
  },
  'access-not-asked': {
    summary: 'Not asked. One token from each of {count} deployments would cost about {cost}.',
    fix: 'Run Doctor with model calls (--model-calls) to ask.',
  },
  'access-price-unknown': {
    summary:
      'Not asked. One token from each of {count} deployments would cost about {cost}, and that of {unknown} whose price is not known.',
    fix: 'Run Doctor with model calls (--model-calls) to ask.',
  },
  'access-ok': { summary: '{model} answered with one token.' },
  'access-refused': {
    summary: '{model} did not answer.',
    meaning: 'Credentials, permissions, the region or the model’s name are not right, or it is overloaded.',
    fix: 'Mend what its words name; for Bedrock, see whether the model is enabled for the account and region.',
  },

  'aws-unused': { summary: 'No deployment uses AWS.' },
  'credentials-bearer': { summary: 'Requests carry an API key ({source}).' },
  'credentials-lasting': { summary: 'Credentials are found ({source}); they do not expire.' },
  'credentials-ok': { summary: 'Credentials are found ({source}); they last until {until}.' },
  'credentials-ending': {
    summary: 'The credentials ({source}) end in {minutes} minutes.',
    meaning: 'Those of the chain are renewed by themselves; written ones are not.',
    fix: '{advice}',
  },
  'credentials-expired': {
    summary: 'The credentials ({source}) ended at {until}.',
    meaning: 'AWS refuses every request.',
    fix: '{advice}',
  },
  'credentials-missing': {
    summary: 'No credentials are found ({source}).',
    meaning: 'Requests to AWS cannot be signed.',
    fix: '{advice}',
  },
  'identity-bearer': { summary: 'STS does not know API keys: only a call of a model tells.' },
  'identity-ok': { summary: 'AWS knows the credentials as {arn}.' },
  'identity-refused': {
    summary: 'AWS refused the credentials.',
    meaning: 'They are wrong or have expired, or this machine’s clock is off.',
    fix: '{advice}',
  },
  'identity-unreachable': {
    summary: 'STS could not be asked.',
    meaning: 'The credentials may be good: the way to STS failed.',
    fix: 'Check the network and the proxy settings; set AWS_ENDPOINT_URL_STS where STS has another address.',
  },
  'region-ok': { summary: 'The region is {region}.' },
  'region-unnamed': {
    summary: 'Nothing names a region.',
    meaning: 'The AWS profile’s counts, else us-west-2 as in LiteLLM.',
    fix: 'Set aws_region_name in litellm_params, or AWS_REGION_NAME.',
  },
  'region-malformed': {
    summary: '"{region}" is no region of AWS.',
    fix: 'Set aws_region_name to one like us-east-1 or ap-northeast-1.',
  },
  'region-profile': {
    summary: '{model} cannot be called from {region}.',
    meaning: 'The prefix of an inference profile says in which part of the world it can be called.',
    fix: 'Use the prefix for {region}, or another region.',
  },

  'no-upstream': { summary: 'No deployment has a server to reach.' },
  reached: { summary: '{host} answers (status {status} to a question without a key).' },
  unreachable: { summary: '{host} cannot be reached.', fix: 'Mend what the words above name.' },
  'proxy-direct': { summary: 'Servers are reached without a proxy.' },
  'proxy-used': { summary: '{host} is reached through {proxy}.' },
  'proxy-unusable': { summary: 'The proxy on the way to {host} fails.', fix: 'Mend what the words above name.' },
  'proxy-variables-differ': {
    summary: 'Two spellings of a variable say different things: {names}.',
    meaning: 'Programs read the one or the other, so that they take different ways.',
    fix: 'Give both spellings the same value, or remove one.',
  },
  'authority-files-ok': { summary: 'Every file of certificate authorities that is named can be read.' },
  'authority-file-unreadable': {
    summary: '{file} is named for certificates and cannot be read.',
    meaning: 'Servers behind a private authority are refused.',
    fix: 'Correct ssl_verify, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS, whichever names it.',
  },
  'no-tls': { summary: 'No server is reached by TLS.' },
  'certificate-ok': { summary: 'The certificate of {host} is good for {days} days (issued by {issuer}).' },
  'certificate-ending': {
    summary: 'The certificate of {host} ends in {days} days.',
    fix: 'Ask whoever runs {host} to renew it.',
  },
  'certificate-expired': {
    summary: 'The certificate of {host} has ended.',
    meaning: 'It is taken only because ssl_verify is off.',
    fix: 'Ask whoever runs {host} to renew it.',
  },
  'certificate-refused': { summary: 'The certificate of {host} is refused.', fix: 'Mend what the words above name.' },
  'no-date': { summary: 'No server said what time it is.' },
  'clock-ok': { summary: 'This machine’s clock and that of {host} differ by {seconds} s.' },
  'clock-odd': {
    summary: 'This machine’s clock and that of {host} differ by {seconds} s.',
    meaning: 'From 300 s on, AWS refuses every request.',
    fix: 'Switch the synchronisation of the clock on (NTP).',
  },
  'clock-wrong': {
    summary: 'This machine’s clock and that of {host} differ by {seconds} s.',
    meaning: 'AWS refuses requests whose time is off by 300 s.',
    fix: 'Set the clock: timedatectl set-ntp true; on WSL: sudo hwclock -s.',
  },

  'budgets-none': { summary: 'No budget has a cap.' },
  'budgets-ok': { summary: 'All {count} budgets have room.' },
  'budget-nearly': {
    summary: '{spend} of {cap} are spent.',
    meaning: 'It begins again at {resets}.',
    fix: 'Raise the budget, or expect refusals.',
  },
  'budget-exhausted': {
    summary: 'The budget is used up: {spend} of {cap}.',
    meaning: 'Requests that count for it are refused. It begins again at {resets}.',
    fix: 'Raise it in the dashboard or over the API, or wait.',
  },
  'destinations-none': { summary: 'No traces are sent anywhere.' },
  'destination-ok': { summary: '{address} takes traces (waiting: {queued}).' },
  'destination-refuses': {
    summary: '{address} takes no traces (waiting: {queued}).',
    meaning: 'They are kept on disk and sent later.',
    fix: 'Mend what its words name: the address, the keys, or the server.',
  },
  'destination-paused': {
    summary: '{address} is paused (waiting: {queued}).',
    fix: 'Resume it in the dashboard, or POST /torii/destinations/{id}/resume.',
  },
  'destination-dropped': {
    summary: '{address} has refused {dropped} traces.',
    meaning: 'They are lost: it would not have taken them later either.',
    fix: 'See its last error in the dashboard.',
  },

  'agents-none': { summary: 'No other coding agent on this machine uses Torii.' },
  'agent-absent': { summary: '{agent} is not found on this machine.' },
  'agent-elsewhere': { summary: '{agent} is there, and does not use Torii.' },
  'agent-ok': { summary: '{agent} uses the gateway at {address}, with a key and models that it knows.' },
  'agent-file-invalid': {
    summary: 'A settings file of {agent} cannot be read: {file}.',
    meaning: '{agent} counts it as empty, and may write over it.',
    fix: 'Repair the file, or move it away; then run "Torii: Configure Cline" or "torii configure".',
  },
  'agent-other-address': {
    summary: '{agent} is set to {address}; the gateway is at {here}.',
    fix: 'Configure {agent} again ("Torii: Configure Cline", "torii configure"), or set the port back.',
  },
  'agent-otherwise': {
    summary: '{agent} has the gateway’s address, and other settings send it elsewhere: {settings}.',
    fix: 'Choose Torii (LiteLLM) in {agent}, or configure it again.',
  },
  'agent-model-unknown': {
    summary: '{agent} asks for the model {model}, which the gateway does not have.',
    fix: 'Choose another model in {agent}, or add a group or alias of that name to the config.',
  },
  'agent-no-key': {
    summary: '{agent} has no key for the gateway.',
    fix: 'Configure {agent} again: it gets a key of its own.',
  },
  'agent-master-key': {
    summary: '{agent} uses the home’s master key.',
    meaning: 'It stands in a settings file in plain text, and its spend cannot be told from yours.',
    fix: 'Configure {agent} again: it gets a key of its own.',
  },
  'agent-key-unknown': {
    summary: 'The gateway does not know the key of {agent}.',
    meaning: 'It was deleted, or belongs to another home.',
    fix: 'Configure {agent} again: it gets a new key.',
  },
  'agent-key-blocked': {
    summary: 'The key of {agent} is blocked.',
    fix: 'Unblock it in the dashboard, on the page Keys.',
  },
  'agent-key-expired': {
    summary: 'The key of {agent} has expired.',
    fix: 'Configure {agent} again: it gets a new key.',
  },

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

export type FindingCode = keyof typeof findings;

export const en = { hops, findings };
