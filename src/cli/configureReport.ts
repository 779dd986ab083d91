import type { Agent, AgentDetection, NextStep } from '../clients/agent.ts';
import { type FilePlan, isWritten, type SettingsChange } from '../clients/filePlan.ts';
import type { ConfigurationPlan } from '../clients/planConfiguration.ts';
import type { AgentSightings } from '../protocol/api.ts';

const NEXT_STEPS: Readonly<Record<NextStep, string>> = {
  'reload-window': 'Reload the windows of your editor: it reads its settings only at start.',
  'restart-agent': 'It reads its settings at the next start.',
  'choose-model': 'Choose the model in its list of models.',
};

/** What a plan would change, secrets covered. */
export function describePlan(plan: ConfigurationPlan): string {
  const files = plan.files.filter(isWritten).flatMap(describeFile);
  const warnings = plan.warnings.map(({ message }) => `  ! ${message}`);
  return [...files, ...warnings].map((line) => `${line}\n`).join('');
}

export function describeNextStep({ nextStep }: Agent): string {
  return NEXT_STEPS[nextStep];
}

/** One agent of `--list`. */
export function describeDetection(
  agent: Agent,
  detection: AgentDetection,
  sighting: AgentSightings['agents'][number] | undefined,
): string {
  const { programs, found, running, dataDir } = detection;
  const versions = programs.map(({ kind, version }) => `${kind} ${version ?? 'of unknown version'}`);
  const state = versions.length > 0 ? versions.join(', ') : found ? 'settings only' : 'not found';
  const facts = [
    state,
    ...(running === true ? ['running'] : []),
    ...(found ? [dataDir] : []),
    ...(sighting === undefined ? [] : [`read its models at ${new Date(sighting.modelsReadAt).toISOString()}`]),
  ];
  return `${agent.id.padEnd(14)}${facts.join('; ')}\n`;
}

function describeFile({ file, action, changes }: FilePlan): readonly string[] {
  return [`${file.path}${action === 'create' ? ' (new)' : ''}`, ...changes.map(describeChange)];
}

function describeChange({ key, before, after }: SettingsChange): string {
  if (after === undefined) return `  - ${key}: ${before ?? ''}`;
  return before === undefined ? `  + ${key}: ${after}` : `  ~ ${key}: ${before} -> ${after}`;
}
