import type { FindingText } from '../text.ts';

export const agentsTexts = {
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
} as const satisfies Readonly<Record<string, FindingText>>;
