import type { FindingText } from '../text.ts';

export const runtimeTexts = {
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
} as const satisfies Readonly<Record<string, FindingText>>;
