import { dirname } from 'node:path';
import type { Diagnostic, GatewaySettings } from '../domain/settings.ts';
import { checkMasterKey, findMasterKey, readAccess, readManagement, readUiLogin } from './access.ts';
import { type CheckedConfig, checkTypes } from './checkTypes.ts';
import { deepFreeze } from './deepFreeze.ts';
import { networkSettings, readNetworkParameters } from './deployments/networkParameters.ts';
import { readDeployments } from './deployments/readDeployments.ts';
import type { Environment } from './environment.ts';
import { Findings } from './findings.ts';
import { readConfigWithIncludes } from './includes.ts';
import { configEnvironment, resolveReferences } from './references.ts';
import { checkGroups } from './router/checkGroups.ts';
import { readRouterSettings } from './router/readRouterSettings.ts';
import { readExports } from './telemetry/readDestinations.ts';
import { reportUnknownKeys } from './unknownKeys.ts';

const BYTES_PER_MB = 1024 * 1024;
const DEFAULT_MAX_REQUEST_MB = 100;

export interface ParseInput {
  readonly text: string;
  /** Absolute path; `include` is relative to its folder. */
  readonly file: string;
  /** What `os.environ/NAME` names: the process's environment and the `.env` file (`loadEnvironment`). */
  readonly environment: Environment;
  /** Those of them that the process does not have; they become part of `settings.environment`. */
  readonly fileEnvironment?: Readonly<Record<string, string>> | undefined;
  readFile(path: string): string | undefined;
}

export interface ParsedSettings {
  /** Undefined where the YAML cannot be read. Deployments with errors are left out of it. */
  readonly settings: GatewaySettings | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the included files, for watching. */
  readonly includes: readonly string[];
}

/** Reads a LiteLLM-compatible config into frozen settings. Pure apart from `readFile`; never throws. */
export function parseSettings(input: ParseInput): ParsedSettings {
  const {
    value: written,
    location,
    diagnostics,
    includes,
  } = readConfigWithIncludes(input.file, input.text, input.readFile);
  const findings = new Findings(location, diagnostics);
  if (written === undefined) return { settings: undefined, diagnostics: findings.list(), includes };
  const ownVariables = configEnvironment(written, input.environment);
  const environment = { ...input.environment, ...ownVariables };
  const document = resolveReferences(written, environment, findings);
  const checked = checkTypes(document, findings);
  reportUnknownKeys(written, findings);
  const deployments = readDeployments({
    checked,
    written,
    environment,
    findings,
    folder: dirname(input.file),
    readFile: (path) => input.readFile(path),
  });
  const settings: GatewaySettings = {
    ...readGeneral(checked, environment, findings),
    exports: {
      ...readExports({ config: checked.config, environment, findings }),
      network: readNetworkParameters({}, 'destinations', networkSettings(checked, environment, dirname(input.file))),
    },
    file: input.file,
    deployments,
    router: readRouterSettings(checked.config),
    environment: { ...input.fileEnvironment, ...ownVariables },
    document,
  };
  checkGroups(document, knownGroups(settings), findings);
  return { settings: deepFreeze(settings), diagnostics: findings.list(), includes };
}

function readGeneral({ config }: CheckedConfig, environment: Environment, findings: Findings) {
  const general = config.general_settings;
  const litellm = config.litellm_settings;
  const masterKey = findMasterKey({ generalSettings: general, environment });
  checkMasterKey(masterKey, general?.master_key !== undefined, findings);
  return {
    dropParams: litellm?.drop_params ?? false,
    masterKey,
    access: readAccess(general),
    management: readManagement(litellm),
    storePrompts: general?.store_prompts_in_spend_logs ?? false,
    maxRequestBytes: Math.round((general?.max_request_size_mb ?? DEFAULT_MAX_REQUEST_MB) * BYTES_PER_MB),
    callbacks: {
      success: unique([...(litellm?.callbacks ?? []), ...(litellm?.success_callback ?? [])]),
      failure: unique([...(litellm?.callbacks ?? []), ...(litellm?.failure_callback ?? [])]),
    },
    ui: readUiLogin(environment),
  };
}

function knownGroups(settings: GatewaySettings): ReadonlySet<string> {
  const groups = settings.deployments.flatMap((deployment) => [deployment.group, deployment.id]);
  return new Set([...groups, ...Object.keys(settings.router.aliases)]);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
