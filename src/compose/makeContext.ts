import { join } from 'node:path';
import { realFileSystem, replaceFile } from '../clients/fileWriter.ts';
import { ConfigWriter } from '../config/edits/configWriter.ts';
import { readStoredModel } from '../config/storedModels.ts';
import { RateLimiter } from '../domain/rateLimiter.ts';
import { ActiveRequests } from '../gateway/activeRequests.ts';
import { AgentSightingLog } from '../gateway/agentSightingLog.ts';
import { KnownBodies } from '../gateway/bodies/knownBodies.ts';
import type { GatewayContext } from '../gateway/context.ts';
import { Cooldowns } from '../gateway/cooldowns.ts';
import { BudgetQuestions } from '../gateway/limits/budgetQuestions.ts';
import { SpendCapBook } from '../gateway/limits/spendCapBook.ts';
import { DeploymentLoads } from '../gateway/routing/deploymentLoads.ts';
import { Pacer } from '../gateway/routing/pacer.ts';
import { Tasks } from '../gateway/tasks.ts';
import { LiveProviders } from '../liveProviders.ts';
import type { Ledger } from '../storage/ledger.ts';
import { systemClock as clock, systemRandom as random } from '../systemPorts.ts';
import { PrometheusMetrics } from '../telemetry/prometheus/prometheusMetrics.ts';
import { OtlpReceiver } from '../telemetry/receiver/otlpReceiver.ts';
import { makeDoctor } from './doctor.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import { makeCatalog } from './makeCatalog.ts';
import { makeProviders } from './makeProviders.ts';
import type { Opened } from './opened.ts';
import type { OpenHome } from './openHome.ts';
import { openOutlets } from './openOutlets.ts';

/** Everything that a gateway's parts share, on an open home. Throws StartError. */
export async function makeContext(options: GatewayOptions, inUse: OpenHome, opened: Opened): Promise<GatewayContext> {
  const { settings, ledger } = inUse;
  const { environment, logger } = options;
  const tasks = openTasks(options, inUse, opened);
  const providers = new LiveProviders(settings, environment, (own) => makeProviders(own, logger));
  opened.add(() => providers.close());
  const { notices, exporter, mlflow } = await openOutlets(options, inUse, opened);
  const catalog = makeCatalog(environment, settings.current.environment);
  const bodies = new KnownBodies(clock);
  opened.add(() => bodies.close());
  return {
    settings,
    ...configParts(options, inUse),
    ...ledgerParts(ledger),
    tasks,
    traces: exporter,
    destinations: exporter,
    mlflow,
    catalog,
    providers,
    clock,
    random,
    logger,
    identity: toIdentity(options, inUse),
    notices,
    budgetQuestions: new BudgetQuestions(clock, random, notices),
    spendCaps: new SpendCapBook(),
    rateLimiter: new RateLimiter(),
    bodies,
    cooldowns: new Cooldowns(clock),
    loads: new DeploymentLoads(clock),
    pacer: new Pacer(clock),
    activeRequests: new ActiveRequests(),
    shutDown: options.onShutdown,
    sightings: new AgentSightingLog(clock),
    doctor: makeDoctor(options, inUse, { catalog, providers }),
    metrics: new PrometheusMetrics(settings, logger),
    activity: new OtlpReceiver({ store: ledger.activity, spend: ledger.spend, tasks: ledger.tasks, clock }),
  };
}

function openTasks({ logger }: GatewayOptions, { settings, ledger }: OpenHome, opened: Opened): Tasks {
  const keepsPrompts = () => settings.current.storePrompts;
  const tasks = new Tasks({ store: ledger.tasks, spend: ledger.spend, clock, random, logger, keepsPrompts });
  opened.add(() => tasks.flush());
  return tasks;
}

function configParts(
  { environment }: GatewayOptions,
  { config, settings, ledger }: OpenHome,
): Pick<GatewayContext, 'configState' | 'fallbacks' | 'models'> {
  return {
    configState: () => ({ diagnostics: config.diagnostics, inForce: config.inForce }),
    fallbacks: new ConfigWriter({
      file: () => config.current.file,
      reload: () => config.reload(),
      replaceFile: (target, bytes, mode) => replaceFile(realFileSystem, { target, bytes, mode }),
    }),
    models: {
      list: () => ledger.models.list(),
      save: (id, entry, by) => ledger.models.save(id, entry, by),
      delete: (id) => ledger.models.delete(id),
      check: (id, entry) => readStoredModel(id, entry, config.current, environment),
      refresh: () => settings.refresh(),
    },
  };
}

/** The ledger's stores under the names that the gateway has for them. */
function ledgerParts(ledger: Ledger) {
  const { keys, entities, directory, audit, spend, budgets, journal, reports, insights } = ledger;
  const { repricer, prompts, care, thinking, scores, tasks: taskStore, traces: traceStore, activity } = ledger;
  return {
    ...{ keys, entities, directory, audit, spend, budgets, journal, reports, insights },
    ...{ repricer, prompts, care, thinking, scores, taskStore, traceStore, activityStore: activity },
  };
}

function toIdentity(options: GatewayOptions, { homeKey }: OpenHome): GatewayContext['identity'] {
  return {
    version: options.version,
    runsIn: options.runsIn ?? 'terminal',
    pid: process.pid,
    startedAt: clock.now(),
    homeKey,
    uiDirectory: join(options.distDirectory, 'ui'),
  };
}
