/** What each of Cline's files has to say for the gateway to be used. Names and forms as Cline's state-keys.ts has them. */
import type { JsonValue } from '../../domain/json.ts';
import { isObject } from '../../domain/json.ts';
import type { AgentTarget } from '../agentTarget.ts';
import { type Assignment, helpful, isAssigned, needed, valueAt } from '../assignments.ts';
import { toModelInfoValue } from '../modelInfo.ts';

export function globalStateAssignments(target: AgentTarget): readonly Assignment[] {
  const separate = target.planModel !== target.actModel;
  return [
    needed(['planModeApiProvider'], 'litellm'),
    needed(['actModeApiProvider'], 'litellm'),
    needed(['liteLlmBaseUrl'], target.baseUrl),
    needed(['planModeLiteLlmModelId'], target.planModel),
    needed(['actModeLiteLlmModelId'], target.actModel),
    ...(separate ? [helpful(['planActSeparateModelsSetting'], true)] : []),
    helpful(['planModeLiteLlmModelInfo'], toModelInfoValue(target.planModel, target.planModelInfo)),
    helpful(['actModeLiteLlmModelInfo'], toModelInfoValue(target.actModel, target.actModelInfo)),
    helpful(['welcomeViewCompleted'], true),
  ];
}

export function secretsAssignments(target: AgentTarget): readonly Assignment[] {
  return [needed(['liteLlmApiKey'], target.apiKey)];
}

const ENTRY = ['providers', 'litellm'] as const;
/** Settings that say how to work, not where: they outlive a change of server. */
const PORTABLE_SETTINGS: ReadonlySet<string> = new Set(['reasoning', 'timeout']);

/**
 * One model serves both modes here: act's. An entry that pointed at another server loses what belonged to that one
 * (headers, limits, protocol …), since it would be sent to the gateway.
 */
export function providersAssignments(target: AgentTarget, document: unknown, now: number): readonly Assignment[] {
  const settings: readonly (readonly [string, JsonValue])[] = [
    ['provider', 'litellm'],
    ['apiKey', target.apiKey],
    ['model', target.actModel],
    ['baseUrl', `${target.baseUrl}/v1`],
  ];
  const assignments = [
    ...(valueAt(document, ['version']) === undefined ? freshFile() : []),
    needed(['lastUsedProvider'], 'litellm'),
    ...staleSettings(target, document, new Set(settings.map(([name]) => name))),
    ...settings.map(([name, value]) => needed([...ENTRY, 'settings', name], value)),
    helpful([...ENTRY, 'tokenSource'], 'manual'),
  ];
  if (assignments.every((assignment) => isAssigned(document, assignment))) return assignments;
  return [...assignments, helpful([...ENTRY, 'updatedAt'], new Date(now).toISOString())];
}

function freshFile(): readonly Assignment[] {
  return [helpful(['version'], 1), helpful(['modes'], {})];
}

function staleSettings(target: AgentTarget, document: unknown, written: ReadonlySet<string>): readonly Assignment[] {
  const old = valueAt(document, [...ENTRY, 'settings']);
  if (!isObject(old) || isSameServer(old['baseUrl'], target.baseUrl)) return [];
  return Object.keys(old)
    .filter((name) => !PORTABLE_SETTINGS.has(name) && !written.has(name))
    .map((name) => helpful([...ENTRY, 'settings', name], undefined));
}

function isSameServer(oldUrl: unknown, baseUrl: string): boolean {
  return typeof oldUrl === 'string' && URL.parse(oldUrl)?.origin === baseUrl;
}
