import { resolve } from 'node:path';
import { GatewayClient } from '../apiClient/gatewayClient.ts';
import { identifyHolder } from '../apiClient/identity.ts';
import { readAddress } from '../config/gatewayAddress.ts';
import { findHome, type Home, readHomeKey } from '../config/home.ts';
import { isCheckId } from '../doctor/checkList.ts';
import type { DoctorParts } from '../doctor/gatewayDoctor.ts';
import { examineFromOutside, languageOf, type OutsideParts } from '../doctor/outsideDoctor.ts';
import { summarise, toMarkdown, toText } from '../doctor/report.ts';
import type { CheckResult, Examination } from '../domain/doctor.ts';
import { messageOf } from '../domain/errors.ts';
import { DEFAULT_BASE_URL } from './connectGateway.ts';
import { DOCTOR_USAGE, type DoctorArguments, readDoctorArguments } from './doctorArguments.ts';
import type { Surroundings } from './surroundings.ts';

/** What only the composition root can make. */
export interface DoctorTools {
  readonly version: string;
  partsFor(home: Home, configFile: string): DoctorParts;
  readonly excludes: OutsideParts['excludes'];
}

/** `torii doctor …`. Gives the exit code: 0, 1 where a check failed, 2 for arguments it does not know. */
export async function runDoctor(
  args: readonly string[],
  surroundings: Surroundings,
  tools: DoctorTools,
): Promise<number> {
  let given: DoctorArguments;
  try {
    given = readDoctorArguments(args, isCheckId);
  } catch (error) {
    const reason = messageOf(error);
    surroundings.printError(`torii doctor: ${reason}\nTry "torii doctor --help".\n`);
    return 2;
  }
  if (given.help) {
    surroundings.print(DOCTOR_USAGE);
    return 0;
  }
  return await report(given, surroundings, tools);
}

async function report(given: DoctorArguments, surroundings: Surroundings, tools: DoctorTools): Promise<number> {
  const { variables, print } = surroundings;
  const locale = variables['LC_ALL'] || variables['LC_MESSAGES'] || variables['LANG'];
  const language = given.language ?? languageOf(locale);
  const outside = await lookAround(given, surroundings, tools);
  const examination = { language, only: given.only };
  if (given.modelCalls) await tellPrice(outside, { ...examination, modelCalls: false }, surroundings);
  const results = await examineFromOutside(outside, { ...examination, modelCalls: given.modelCalls });
  if (given.form === 'json') print(`${JSON.stringify(toJson(results, language), null, 2)}\n`);
  else print(given.form === 'markdown' ? toMarkdown(results, language, tools.version) : toText(results, language));
  return results.some(({ status }) => status === 'failure') ? 1 : 0;
}

/** On the other stream: the report itself may be read by a program. */
async function tellPrice(outside: OutsideParts, examination: Examination, { printError }: Surroundings): Promise<void> {
  const priced = await examineFromOutside(outside, { ...examination, only: ['model-access'] });
  for (const { summary } of priced.filter(({ id }) => id === 'model-access')) printError(`${summary}\n`);
}

async function lookAround(
  given: DoctorArguments,
  surroundings: Surroundings,
  tools: DoctorTools,
): Promise<OutsideParts> {
  const { homeDir, variables, platform } = surroundings;
  const home = findHome(variables);
  const wantedConfig = given.config === undefined ? undefined : resolve(given.config);
  const baseUrl = given.baseUrl ?? (await readAddress(home)) ?? DEFAULT_BASE_URL;
  const homeKey = await readHomeKey(home);
  const holder = await identifyHolder(baseUrl, homeKey);
  const isOurs = holder.kind === 'ours' && homeKey !== undefined;
  return {
    parts: tools.partsFor(home, wantedConfig ?? home.configFile),
    baseUrl,
    holder,
    client: isOurs ? new GatewayClient(baseUrl, homeKey) : undefined,
    version: tools.version,
    agents: { homeDir, variables, platform, toriiHome: home.directory },
    excludes: tools.excludes,
    wantedConfig,
  };
}

function toJson(results: readonly CheckResult[], language: Examination['language']) {
  const checks = results.map(({ durationMs, ...rest }) => ({ ...rest, duration_ms: durationMs }));
  return { summary: summarise(results, language), checks };
}
