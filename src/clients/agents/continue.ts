/** Continue: a model in its global config.yaml (documented at docs.continue.dev under "config.yaml Reference"; the CLI tried with 1.5.47). */
import { join } from 'node:path';
import type { JsonObject } from '../../domain/json.ts';
import type { Agent, AgentEnvironment, PlanWarning } from '../agent.ts';
import { type AgentTarget, chosenModels } from '../agentTarget.ts';
import { type Assignment, helpful, needed, valueAt } from '../assignments.ts';
import { detectFiles, isFile } from '../detectFiles.ts';
import { variable } from '../environmentVariable.ts';
import type { FilePlan } from '../filePlan.ts';
import type { ModelInfo } from '../modelInfo.ts';

export const continueDev: Agent = {
  id: 'continue',
  title: 'Continue',
  nextStep: 'choose-model',
  savesLate: false,
  hasPlanModel: true,
  detect: (environment) => {
    const dataDir = locate(environment);
    const path = join(dataDir, 'config.yaml');
    return detectFiles(environment, { program: 'cn', extension: 'continue.continue' }, dataDir, [
      { path, role: 'config', format: 'yaml', isPrivate: true },
    ]);
  },
  assignments: (_file, { target, document }) => [
    ...header(document),
    ...chosenModels(target).flatMap(({ name, info }) => toModel(target, name, info)),
  ],
  warnings: (files) => files.flatMap(warnOfOldForm),
};

function locate({ dataDir, homeDir, variables }: AgentEnvironment): string {
  return dataDir ?? variable(variables, 'CONTINUE_GLOBAL_DIR') ?? join(homeDir, '.continue');
}

/** What the format demands of every file. */
function header(document: unknown): readonly Assignment[] {
  const demanded = Object.entries({ name: 'Local Config', version: '1.0.0', schema: 'v1' });
  return demanded.flatMap(([name, value]) => (valueAt(document, [name]) === undefined ? [helpful([name], value)] : []));
}

function toModel(target: AgentTarget, model: string, info: ModelInfo | undefined): readonly Assignment[] {
  const entry = ['models', { key: 'name', value: `Torii: ${model}` }] as const;
  return [
    needed([...entry, 'provider'], 'openai'),
    needed([...entry, 'model'], model),
    needed([...entry, 'apiBase'], `${target.baseUrl}/v1`),
    needed([...entry, 'apiKey'], target.apiKey),
    helpful([...entry, 'roles'], ['chat', 'edit', 'apply']),
    helpful([...entry, 'capabilities'], ['tool_use', ...(info?.supportsImages === true ? ['image_input'] : [])]),
    helpful([...entry, 'defaultCompletionOptions'], toLimits(info)),
  ];
}

/** Tokens. */
function toLimits(info: ModelInfo | undefined): JsonObject | undefined {
  const limits = { contextLength: info?.contextWindow, maxTokens: info?.maxTokens };
  const known = Object.entries(limits).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** Continue reads its former config.json only as long as there is no config.yaml. */
function warnOfOldForm({ file, action }: FilePlan): readonly PlanWarning[] {
  const old = join(file.path, '..', 'config.json');
  if (action !== 'create' || !isFile(old)) return [];
  const message = `Continue will no longer read ${old} once ${file.path} exists. Move its models over first, or restore afterwards.`;
  return [{ code: 'other-settings-win', message }];
}
