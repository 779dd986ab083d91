import type { FindingText } from '../text.ts';

export const configTexts = {
  'config-ok': { summary: 'The config {file} is read and in force.' },
  'config-unreadable': {
    summary: 'The config {file} cannot be read.',
    meaning: 'The gateway does not start with it.',
    fix: 'Mend the place that is named.',
  },
  'config-not-yet': {
    summary: 'There is no config yet.',
    meaning: 'The first start of the gateway makes {file}, with models that need no account.',
    fix: 'Start the gateway: "Torii: Start Proxy" in the editor, or torii in a terminal.',
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
} as const satisfies Readonly<Record<string, FindingText>>;
