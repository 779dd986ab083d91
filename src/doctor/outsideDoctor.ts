import type { GatewayClient } from '../apiClient/gatewayClient.ts';
import type { PortHolder } from '../apiClient/identity.ts';
import type { AgentEnvironment } from '../clients/agent.ts';
import type { CheckResult, Examination, ReportLanguage } from '../domain/doctor.ts';
import type { DoctorReport } from '../protocol/doctor.ts';
import { type Check, joinResults, runChecks } from './check.ts';
import { agentChecks } from './checks/agentChecks.ts';
import { doorChecks } from './checks/doorChecks.ts';
import { machineChecks } from './checks/machineChecks.ts';
import { ok, warning } from './finding.ts';
import { type DoctorParts, liveChecks, staticChecks } from './gatewayDoctor.ts';
import { hideSecrets } from './hideSecrets.ts';

/** How a terminal sees the gateway of a home, and what it looks at itself. */
export interface OutsideParts {
  readonly parts: DoctorParts;
  readonly baseUrl: string;
  readonly holder: PortHolder;
  readonly client: GatewayClient | undefined;
  readonly version: string;
  readonly agents: AgentEnvironment;
  readonly excludes: (url: URL, noProxy: string) => boolean;
  /** A config that was asked for by name; undefined takes whatever the gateway runs with. */
  readonly wantedConfig: string | undefined;
}

/**
 * The gateway's own findings where it runs, else those that can be made without it; with what is seen only from outside:
 * who holds the port, the files of the home, and the settings of agents.
 */
export async function examineFromOutside(
  outside: OutsideParts,
  examination: Examination,
): Promise<readonly CheckResult[]> {
  const { parts } = outside;
  const homeKey = await parts.homeKey();
  const { settings } = parts.config();
  const hide = hideSecrets({ homeKey, settings, environment: parts.environment });
  const run = { clock: parts.clock, language: examination.language, only: examination.only, hide };
  const inside = await askGateway(outside, examination);
  const without = inside ?? (await runChecks([...staticChecks(parts), ...liveChecks(parts, undefined, false)], run));
  const own = [...doorsOf(outside), ...agentsOf(outside, homeKey), ...machineChecks(parts.machine)];
  return joinResults(without, await runChecks([...own, ...placeOf(outside)], run));
}

/** Undefined where no gateway of this home answers, or one that is too old for the question. */
async function askGateway(
  { client }: OutsideParts,
  { language, modelCalls, only }: Examination,
): Promise<readonly CheckResult[] | undefined> {
  if (client === undefined) return undefined;
  try {
    const checks = only === undefined ? {} : { checks: only };
    return toResults(await client.doctor({ language, modelCalls, ...checks }));
  } catch {
    return undefined;
  }
}

/** A report as it came over HTTP. */
export function toResults({ checks }: DoctorReport): readonly CheckResult[] {
  return checks.map(({ duration_ms: durationMs, ...rest }) => ({ ...rest, durationMs }));
}

function doorsOf({ parts, baseUrl, holder, client, version, excludes }: OutsideParts): readonly Check[] {
  const home = parts.machine.home.directory;
  return doorChecks({ baseUrl, holder, client, home, version, environment: parts.environment, excludes });
}

function agentsOf({ agents, parts, baseUrl, client }: OutsideParts, homeKey: string | undefined): readonly Check[] {
  return agentChecks({ environment: agents, clock: parts.clock, baseUrl, homeKey, client });
}

/** Only with a gateway that runs can the config in force be another than the one that is meant. */
function placeOf({ client, wantedConfig: wanted }: OutsideParts): readonly Check[] {
  if (client === undefined || wanted === undefined) return [];
  return [
    {
      id: 'config-place',
      run: async () => {
        const { configFile: running } = await client.status('UTC');
        const values = { file: wanted, running: running ?? '—', wanted, deployments: '…', home: '—' };
        return [running === wanted ? ok('config-place-other', values) : warning('config-place-differs', values)];
      },
    },
  ];
}

/** The language of a report by a locale such as `ja_JP.UTF-8`. */
export function languageOf(locale: string | undefined): ReportLanguage {
  return /^ja\b|^ja_/i.test(locale ?? '') ? 'ja' : 'en';
}
