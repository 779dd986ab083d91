import { parseArgs } from 'node:util';
import { agentIds } from '../clients/agent.ts';

export const CONFIGURE_USAGE = `Usage: torii configure <agent> [options]
       torii configure <agent> --restore [--keep-changes | --overwrite]
       torii configure --list

Points a coding agent at the running gateway of this home: makes a virtual key named after
the agent, shows what changes, backs its settings up, writes them and reads them back.

Agents: ${agentIds.join(', ')}

Options:
      --list            show which agents are found here, and stop
      --model M         model group for everything (default: the only one there is)
      --act-model M     model group for working
      --plan-model M    model group for planning, where the agent can tell the two apart
      --budget USD      most that the agent's key may spend
      --new-key         make a new key, even if the agent's present one is good
      --data-dir D      folder of the agent's settings, instead of where the agent looks
      --base-url U      the gateway's address (default: the running one of this home)
      --dry-run         show what would change, write nothing
  -y, --yes             do not ask before writing
      --restore         put the agent's files back as they were, byte for byte
      --overwrite       with --restore: also where they have been changed since
      --keep-changes    with --restore: where they have been changed since, take back Torii's settings only
  -h, --help            print this text
`;

const OPTIONS = {
  list: { type: 'boolean' },
  model: { type: 'string' },
  'act-model': { type: 'string' },
  'plan-model': { type: 'string' },
  budget: { type: 'string' },
  'new-key': { type: 'boolean' },
  'data-dir': { type: 'string' },
  'base-url': { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  restore: { type: 'boolean' },
  overwrite: { type: 'boolean' },
  'keep-changes': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export interface ConfigureArguments {
  readonly agent: string | undefined;
  readonly list: boolean;
  readonly help: boolean;
  readonly restore: boolean;
  readonly onChange: 'refuse' | 'overwrite' | 'keep';
  readonly actModel: string | undefined;
  readonly planModel: string | undefined;
  /** USD. */
  readonly budget: number | undefined;
  readonly newKey: boolean;
  readonly dataDir: string | undefined;
  readonly baseUrl: string | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** Throws an Error in words for the user where the arguments make no sense. */
export function readConfigureArguments(args: readonly string[]): ConfigureArguments {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (positionals.length > 1) throw new Error(`one agent at a time, not ${positionals.join(' and ')}`);
  const overwrite = values.overwrite === true;
  const keep = values['keep-changes'] === true;
  if (overwrite && keep) throw new Error('--overwrite and --keep-changes exclude each other');
  if ((overwrite || keep) && values.restore !== true)
    throw new Error('--overwrite and --keep-changes go with --restore');
  return {
    agent: positionals[0],
    list: values.list === true,
    help: values.help === true,
    restore: values.restore === true,
    onChange: overwrite ? 'overwrite' : keep ? 'keep' : 'refuse',
    actModel: values['act-model'] ?? values.model,
    planModel: values['plan-model'] ?? values.model,
    budget: toBudget(values.budget),
    newKey: values['new-key'] === true,
    dataDir: values['data-dir'],
    baseUrl: values['base-url'],
    dryRun: values['dry-run'] === true,
    yes: values.yes === true,
  };
}

function toBudget(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const budget = Number(text);
  if (text.trim() !== '' && Number.isFinite(budget) && budget >= 0) return budget;
  throw new Error(`--budget: '${text}' is not an amount in USD, such as 5 or 0.50`);
}
