import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { DeploymentSummary } from '../../protocol/api.ts';
import { MODEL_TESTS_PATH, type ModelTest, modelTestSchema } from '../../protocol/modelTests.ts';
import { pickModel } from '../fallbacks/pickChain.ts';
import { formatDuration, joined } from '../figures.ts';
import { said } from '../gatewayWords.ts';
import { formatCost } from '../money.ts';

/** What is to be tested: a deployment, a group with all of its deployments, or what the user chooses. */
export type TestTarget =
  | { readonly group: string; readonly deployments: readonly Pick<DeploymentSummary, 'id'>[] }
  | undefined;

/** Asks deployments for one token each, and says what came of it. `openTrace` takes a call id. */
export async function testModel(
  client: GatewayClient,
  target: TestTarget,
  openTrace: (callId: string) => void,
): Promise<void> {
  const chosen = target ?? (await chooseGroup(client));
  if (chosen === undefined) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Testing {0}…', chosen.group),
  };
  const tests = await vscode.window.withProgress(options, () =>
    Promise.all(chosen.deployments.map(({ id }) => testOne(client, id))),
  );
  await tell(chosen.group, tests, openTrace);
}

/** For links in the config, where only the name is known. */
export async function targetNamed(client: GatewayClient, name: string): Promise<TestTarget> {
  const group = (await client.models()).groups.find((each) => each.name === name);
  return group === undefined ? undefined : { group: group.name, deployments: group.deployments };
}

async function chooseGroup(client: GatewayClient): Promise<TestTarget> {
  const { groups } = await client.models();
  const name = await pickModel(
    groups.map((group) => group.name),
    vscode.l10n.t('Model to test. The call is real, and costs one token.'),
  );
  return name === undefined ? undefined : await targetNamed(client, name);
}

async function testOne(client: GatewayClient, id: string): Promise<ModelTest> {
  return await client.write(modelTestSchema, 'POST', `${MODEL_TESTS_PATH}/${encodeURIComponent(id)}`, {});
}

async function tell(group: string, tests: readonly ModelTest[], openTrace: (callId: string) => void): Promise<void> {
  const failed = tests.find(({ ok }) => !ok);
  const shown = failed ?? tests[0];
  if (shown === undefined) return;
  const open = vscode.l10n.t('Open Trace');
  const answer =
    failed === undefined
      ? await vscode.window.showInformationMessage(okText(group, tests), open)
      : await vscode.window.showErrorMessage(failText(group, failed), open);
  if (answer === open) openTrace(shown.callId);
}

function okText(group: string, tests: readonly ModelTest[]): string {
  const slowest = Math.max(...tests.map(({ durationMs }) => durationMs));
  const costs = tests.flatMap(({ cost }) => cost ?? []);
  const cost = costs.length === tests.length ? formatCost(costs.reduce((sum, each) => sum + each, 0)) : undefined;
  const figures = joined(formatDuration(slowest), cost);
  return tests.length === 1
    ? vscode.l10n.t('{0} works ({1}).', group, figures)
    : vscode.l10n.t('All {0} deployments of {1} work ({2}).', tests.length, group, figures);
}

function failText(group: string, { error, deploymentId }: ModelTest): string {
  const status = error === null ? '' : String(error.status);
  const why = said(error?.message ?? '');
  return vscode.l10n.t('{0} does not work ({1}, status {2}). {3}', group, deploymentId, status, why);
}
