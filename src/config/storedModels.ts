import { dirname } from 'node:path';
import type { Deployment } from '../domain/deployment.ts';
import { GatewayError } from '../domain/errors.ts';
import type { ModelEntry } from '../domain/governancePorts.ts';
import type { GatewaySettings } from '../domain/settings.ts';
import { checkTypes } from './checkTypes.ts';
import { deepFreeze } from './deepFreeze.ts';
import { readDeployments } from './deployments/readDeployments.ts';
import type { Environment } from './environment.ts';
import { Findings } from './findings.ts';
import { resolveReferences } from './references.ts';
import { createNodeConfigFiles } from './source/configFiles.ts';
import type { LocationNode } from './yaml/locationTree.ts';

/** A model that was added through the API stands in no file. */
const NOWHERE: LocationNode = {
  key: undefined,
  value: { file: 'database', line: 1, column: 1, endLine: 1, endColumn: 1 },
  children: new Map(),
};

/**
 * Reads an entry as one of `model_list` under the settings in force: with their credentials, defaults and environment.
 * Throws `bad-request` that says what is wrong with it.
 */
export function readStoredModel(
  id: string,
  entry: ModelEntry,
  settings: GatewaySettings,
  environment: Environment,
): Deployment {
  const findings = new Findings(NOWHERE);
  const variables = { ...environment, ...settings.environment };
  const item = resolveReferences({ ...entry, model_info: { ...entry.model_info, id } }, variables, findings);
  const document = { ...settings.document, model_list: [item] };
  const checked = checkTypes(document, findings);
  const written = { ...settings.document, model_list: [entry] };
  const [deployment] = readDeployments({
    checked,
    written,
    environment: variables,
    findings,
    folder: dirname(settings.file ?? '.'),
    readFile: (path) => createNodeConfigFiles().readFile(path),
  });
  if (deployment !== undefined) return deepFreeze({ ...deployment, source: undefined });
  const problem = findings
    .list()
    .find(({ severity, path }) => severity === 'error' && path.startsWith('model_list.0.'));
  const message = problem === undefined ? 'the model cannot be read' : `${problem.message} ${problem.fix ?? ''}`.trim();
  throw new GatewayError('bad-request', message.replaceAll('model_list.0.', ''), {
    param: problem?.path.replace('model_list.0.', ''),
  });
}
