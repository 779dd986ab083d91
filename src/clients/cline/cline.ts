import { isObject } from '../../domain/json.ts';
import type { Agent, PlanWarning, SettingsRequest } from '../agent.ts';
import type { AgentTarget } from '../agentTarget.ts';
import type { Assignment } from '../assignments.ts';
import { readDocument } from '../documents/settingsDocument.ts';
import type { FilePlan } from '../filePlan.ts';
import type { SettingsFile } from '../settingsFile.ts';
import { globalStateAssignments, providersAssignments, secretsAssignments } from './clineAssignments.ts';
import { detectCline } from './detectCline.ts';
import { findProviderFileFaults } from './providersFile.ts';

/** Both extensions of the Marketplace package, and the CLI. */
export const cline: Agent = {
  id: 'cline',
  title: 'Cline',
  nextStep: 'reload-window',
  savesLate: true,
  hasPlanModel: true,
  firstExtension: '3.66.0',
  detect: detectCline,
  assignments: assignmentsOf,
  warnings: (files, target) => [...files.flatMap(warningsOf), ...priceWarnings(target)],
};

function assignmentsOf(
  file: SettingsFile,
  { target, document, now }: SettingsRequest,
): readonly Assignment[] | undefined {
  if (file.role === 'globalState') return globalStateAssignments(target);
  if (file.role === 'secrets') return secretsAssignments(target);
  return providerFaults(file).length === 0 ? providersAssignments(target, document, now) : undefined;
}

/** Why Cline would read the whole of providers.json as empty; nothing for a file that is absent or blank. */
function providerFaults(file: SettingsFile): readonly string[] {
  const { state, value } = readDocument('json', file.bytes);
  if (state === 'unparseable') return ['it is not JSON'];
  return value === undefined ? [] : findProviderFileFaults(value).map((fault) => `Cline refuses ${fault}`);
}

function warningsOf(plan: FilePlan): readonly PlanWarning[] {
  const { file } = plan;
  if (plan.action === 'leave-alone') return [{ code: 'providers-left-alone', message: describeFaults(file) }];
  if (file.role === 'secrets' && hasRemoteKey(file)) {
    return [
      {
        code: 'remote-key',
        message:
          'Cline holds a LiteLLM key from its organisation (remoteLiteLlmApiKey), which it prefers over the one written here.',
      },
    ];
  }
  const dropped = plan.changes.filter(({ after }) => after === undefined).map(({ key }) => key);
  if (file.role !== 'providers' || dropped.length === 0) return [];
  const message = `The LiteLLM entry pointed at another server. Removed with it: ${dropped.join(', ')}. Restore brings them back.`;
  return [{ code: 'provider-settings-dropped', message }];
}

function describeFaults(file: SettingsFile): string {
  const faults = providerFaults(file).slice(0, 5).join(', ');
  return `${file.path} was left alone: ${faults}, and Cline would drop all of its entries. The Cline CLI is not configured; repair the file and try again.`;
}

function hasRemoteKey(file: SettingsFile): boolean {
  const { value } = readDocument('json', file.bytes);
  const key = isObject(value) ? value['remoteLiteLlmApiKey'] : undefined;
  return typeof key === 'string' && key !== '';
}

function priceWarnings(target: AgentTarget): readonly PlanWarning[] {
  const unpriced = [
    ...(target.actModelInfo?.inputPrice === undefined ? [target.actModel] : []),
    ...(target.planModelInfo?.inputPrice === undefined ? [target.planModel] : []),
  ];
  return [...new Set(unpriced)].map((model) => ({
    code: 'price-unknown',
    message: `The price of ${model} is not known, so Cline will show a cost of $0 for it. The gateway's ledger says "unknown".`,
  }));
}
