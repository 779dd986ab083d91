import { join } from 'node:path';
import { createModelCatalog } from './catalog/modelCatalog.ts';
import { realFileSystem, replaceFile } from './clients/fileWriter.ts';
import { defaultConfigText } from './config/defaultConfig.ts';
import { ConfigWriter } from './config/edits/configWriter.ts';
import { noteAddress } from './config/gatewayAddress.ts';
import { ensureConfigFile, type Home, prepareHome } from './config/home.ts';
import { makePrivate } from './config/privateHome.ts';
import { type ConfigSource, createSettingsSource } from './config/settingsSource.ts';
import { createNodeConfigFiles } from './config/source/configFiles.ts';
import { loadConfig } from './config/source/loadConfig.ts';
import { readStoredModel } from './config/storedModels.ts';
import { createGatewayDoctor, type DoctorParts } from './doctor/gatewayDoctor.ts';
import { doctorParts } from './doctorParts.ts';
import { readTimeZone } from './domain/budgetSettings.ts';
import { GatewayError } from './domain/errors.ts';
import type { Logger, Provider } from './domain/ports.ts';
import { RateLimiter } from './domain/rateLimiter.ts';
import { readVaultLimits } from './domain/thinkingVaultLimits.ts';
import { ActiveRequests } from './gateway/activeRequests.ts';
import { AgentSightingLog } from './gateway/agentSightingLog.ts';
import { KnownBodies } from './gateway/bodies/knownBodies.ts';
import type { GatewayContext } from './gateway/context.ts';
import { Cooldowns } from './gateway/cooldowns.ts';
import { GracefulStop } from './gateway/gracefulStop.ts';
import { BudgetQuestions } from './gateway/limits/budgetQuestions.ts';
import { tellOfCrossing } from './gateway/limits/budgetWarnings.ts';
import { ConfigLimits } from './gateway/limits/configLimits.ts';
import { SpendCapBook } from './gateway/limits/spendCapBook.ts';
import { recordReload } from './gateway/management/actor.ts';
import { NoticeBus } from './gateway/noticeBus.ts';
import { DeploymentLoads } from './gateway/routing/deploymentLoads.ts';
import { Pacer } from './gateway/routing/pacer.ts';
import { createServer } from './gateway/server.ts';
import { CONNECTION_LIMITS, type ConnectionLimits } from './gateway/slowRequests.ts';
import { Tasks } from './gateway/tasks.ts';
import { LeftCalls } from './leftCalls.ts';
import { LiveProviders } from './liveProviders.ts';
import type { RunsIn } from './protocol/api.ts';
import { createRequestSigner } from './providers/aws/requestSigner.ts';
import { createBedrockProvider } from './providers/bedrock/bedrockProvider.ts';
import { createBedrockMantleProvider } from './providers/bedrockMantle/bedrockMantleProvider.ts';
import { createDemoProvider } from './providers/demo/demoProvider.ts';
import { RoutedFetch } from './providers/network/routedFetch.ts';
import { createOpenAiProvider } from './providers/openai/openAiProvider.ts';
import { createSagemakerChatProvider, createSagemakerProvider } from './providers/sagemaker/sagemakerProvider.ts';
import { startRetention } from './retention.ts';
import { StartError } from './startError.ts';
import { openLedger } from './storage/ledger.ts';
import { ROWS_FOR_A_THREAD } from './storage/reading/sharedReads.ts';
import { createTraceSpool } from './storage/spool/sqliteTraceSpool.ts';
import { readVaultKey } from './storage/vault/vaultKeyFile.ts';
import { StoredSettings } from './storedSettings.ts';
import { systemClock as clock, systemRandom as random } from './systemPorts.ts';
import { createDestination } from './telemetry/createDestination.ts';
import { configuredMlflow, createMlflowControl } from './telemetry/mlflow/mlflowControl.ts';
import { PrometheusMetrics } from './telemetry/prometheus/prometheusMetrics.ts';
import { OtlpReceiver } from './telemetry/receiver/otlpReceiver.ts';
import { TraceExporter } from './telemetry/traceExporter.ts';

export interface GatewayOptions {
  readonly home: Home;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Absolute path; undefined is the home's own config, made at first start. */
  readonly configFile: string | undefined;
  readonly version: string;
  /** Folder of the bundles; the dashboard is in its `ui/`. */
  readonly distDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  readonly connectionLimits?: ConnectionLimits | undefined;
  readonly runsIn?: RunsIn | undefined;
  /** Called when the editor asks for the end of this process; without it, it cannot. */
  readonly onShutdown?: ((drainMs: number) => void) | undefined;
}

export interface RunningGateway {
  /** E.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  readonly port: number;
  readonly homeKey: string;
  /** Takes no new requests. Resolves when the port is free; running requests go on until `close`. */
  release(): Promise<void>;
  /**
   * Takes no new requests, gives running ones `drainMs` to end, ends the rest, and closes the ledger last. Asked again,
   * the sooner end counts.
   */
  close(drainMs: number): Promise<void>;
}

/** The one place where parts are made and joined. Throws StartError; whatever was opened by then is closed again. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const opened: (() => Promise<void>)[] = [];
  try {
    return await start(options, opened);
  } catch (thrown) {
    await closeAll(opened);
    throw thrown instanceof StartError ? thrown : new StartError('internal', thrown);
  }
}

async function start(options: GatewayOptions, opened: (() => Promise<void>)[]): Promise<RunningGateway> {
  const { home, logger } = options;
  const homeKey = await StartError.wrap('home-unusable', () => prepareHome(home));
  await makePrivate(home, logger);
  const config = await StartError.wrap('config-broken', () => openSettings(options));
  opened.push(() => config.close());
  const vault = {
    key: () => readVaultKey(join(home.directory, 'vault.key')),
    limits: () => readVaultLimits(config.current.document),
  };
  const leftCalls = new LeftCalls();
  const ledger = await StartError.wrap('home-unusable', () =>
    openLedger({
      file: home.databaseFile,
      clock,
      logger,
      vault,
      timeZone: () => readTimeZone(config.current.document),
      onLeftCalls: leftCalls.take,
      reader: { program: join(options.distDirectory, 'ledgerReader.cjs'), fromRows: ROWS_FOR_A_THREAD },
    }),
  );
  opened.push(() => ledger.close());
  const settings = new StoredSettings({
    file: config,
    models: ledger.models,
    clock,
    logger,
    read: (model, base) => readStoredModel(model.id, model.entry, base, options.environment),
  });
  opened.push(async () => settings.close());
  opened.push(startRetention(ledger.care, settings, clock));
  const tasks = new Tasks({
    store: ledger.tasks,
    spend: ledger.spend,
    clock,
    random,
    logger,
    keepsPrompts: () => settings.current.storePrompts,
  });
  opened.push(() => tasks.flush());
  const providers = new LiveProviders(settings, options.environment, (environment) =>
    makeProviders(environment, logger),
  );
  opened.push(() => providers.close());
  const notices = new NoticeBus();
  const signer = createRequestSigner({
    environment: () => ({ ...options.environment, ...settings.current.environment }),
    network: () => settings.current.exports.network,
    now: () => clock.now(),
  });
  const routed = new RoutedFetch(settings, options.environment);
  opened.push(() => routed.close());
  const spool = createTraceSpool({
    file: home.spoolFile,
    clock,
    logger,
    limit: () => settings.current.exports.spoolBytes,
  });
  opened.push(async () => spool.close());
  if (settings.current.exports.destinations.length > 0) await StartError.wrap('home-unusable', () => spool.open());
  const exporter = new TraceExporter(
    {
      spool,
      clock,
      random,
      logger,
      create: (destination) =>
        createDestination(destination, {
          fetch: routed.fetch,
          clock,
          signer,
          version: options.version,
          since: clock.now(),
        }),
      onChange: () => notices.publish({ type: 'destinations-changed' }),
    },
    settings.current.exports,
  );
  opened.push(() => exporter.close());
  leftCalls.offerTo(exporter);
  const configLimits = new ConfigLimits(ledger.budgets, logger);
  await configLimits.apply(settings.current);
  ledger.budgets.onCrossing((crossing) => void tellOfCrossing(crossing, ledger.keys, notices));
  const catalog = createModelCatalog({
    clock,
    openaiApiBase: openAiApiBase(options.environment, settings.current.environment),
  });
  const doctor = createGatewayDoctor(
    doctorParts({
      home,
      environment: options.environment,
      config: () => ({
        file: settings.current.file ?? home.configFile,
        settings: settings.current,
        diagnostics: config.diagnostics,
        inForce: config.inForce,
      }),
      catalog,
      providers,
      wholeLedger: false,
    }),
  );
  const bodies = new KnownBodies(clock);
  opened.push(async () => bodies.close());
  const context: GatewayContext = {
    settings,
    configState: () => ({ diagnostics: config.diagnostics, inForce: config.inForce }),
    fallbacks: new ConfigWriter({
      file: () => config.current.file,
      reload: () => config.reload(),
      replaceFile: (target, bytes, mode) => replaceFile(realFileSystem, { target, bytes, mode }),
    }),
    keys: ledger.keys,
    entities: ledger.entities,
    directory: ledger.directory,
    audit: ledger.audit,
    models: {
      list: () => ledger.models.list(),
      save: (id, entry, by) => ledger.models.save(id, entry, by),
      delete: (id) => ledger.models.delete(id),
      check: (id, entry) => readStoredModel(id, entry, config.current, options.environment),
      refresh: () => settings.refresh(),
    },
    spend: ledger.spend,
    tasks,
    taskStore: ledger.tasks,
    traceStore: ledger.traces,
    budgets: ledger.budgets,
    journal: ledger.journal,
    reports: ledger.reports,
    insights: ledger.insights,
    repricer: ledger.repricer,
    prompts: ledger.prompts,
    care: ledger.care,
    thinking: ledger.thinking,
    scores: ledger.scores,
    traces: exporter,
    destinations: exporter,
    mlflow: createMlflowControl({
      fetch: routed.fetch,
      signer,
      configured: () => configuredMlflow(settings.current.exports),
    }),
    catalog,
    providers,
    clock,
    random,
    logger,
    identity: {
      version: options.version,
      runsIn: options.runsIn ?? 'terminal',
      pid: process.pid,
      startedAt: clock.now(),
      homeKey,
      uiDirectory: join(options.distDirectory, 'ui'),
    },
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
    doctor,
    metrics: new PrometheusMetrics(settings, logger),
    activity: new OtlpReceiver({ store: ledger.activity, spend: ledger.spend, tasks: ledger.tasks, clock }),
    activityStore: ledger.activity,
  };
  settings.onChange((changed) => {
    void configLimits.apply(changed);
    exporter.configure(changed.exports);
    context.notices.publish({ type: 'settings-changed' });
  });
  config.onDiagnostics(() => void recordReload(context));
  const listener = await listen(context, options);
  const note = await noteAddress(home, listener.baseUrl);
  logger.info('Gateway ready', { baseUrl: listener.baseUrl, config: settings.current.file });
  const { baseUrl, port, stop } = listener;
  let closed: Promise<void> | undefined;
  return {
    baseUrl,
    port,
    homeKey,
    release: () => stop.release(),
    close: async (drainMs) => {
      const stopped = stop.stop(drainMs);
      await note.remove();
      closed ??= stopped.then(() => closeAll(opened));
      await closed;
    },
  };
}

/** What Doctor looks at while no gateway runs: the config as it is on disk. */
export function composeDoctorParts(
  home: Home,
  configFile: string,
  environment: GatewayOptions['environment'],
  logger: Logger,
): DoctorParts {
  const { settings, diagnostics } = loadConfig(configFile, createNodeConfigFiles(), environment);
  const made = makeProviders({ ...environment, ...settings?.environment }, logger);
  return doctorParts({
    home,
    environment,
    config: () => ({ file: configFile, settings, diagnostics, inForce: true }),
    catalog: createModelCatalog({ clock, openaiApiBase: openAiApiBase(environment, settings?.environment ?? {}) }),
    providers: {
      find: (name) => made.find((provider) => provider.name === name),
      names: () => made.map(({ name }) => name),
    },
    wholeLedger: true,
  });
}

function makeProviders(environment: GatewayOptions['environment'], logger: Logger): readonly Provider[] {
  return [
    createBedrockProvider({ clock, logger, environment }),
    createBedrockMantleProvider({ clock, logger, environment }),
    createOpenAiProvider({ clock, logger, environment }),
    createSagemakerProvider({ environment }),
    createSagemakerChatProvider({ environment }),
    createDemoProvider({ clock }),
  ];
}

async function openSettings(options: GatewayOptions): Promise<ConfigSource> {
  const { home, configFile, environment, logger } = options;
  if (configFile === undefined) await ensureConfigFile(home, defaultConfigText());
  return await createSettingsSource({ file: configFile ?? home.configFile, environment, logger, clock });
}

interface Listener {
  readonly baseUrl: string;
  readonly port: number;
  readonly stop: GracefulStop;
}

async function listen(context: GatewayContext, options: GatewayOptions): Promise<Listener> {
  let baseUrl = '';
  const server = createServer(context, {
    host: options.host,
    baseUrl: () => baseUrl,
    limits: options.connectionLimits ?? CONNECTION_LIMITS,
  });
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!taken) throw cause;
    const message = `Port ${options.port} on ${options.host} is taken by another program. Stop it, or choose another port.`;
    throw new StartError('port-taken', new GatewayError('conflict', message, { cause }));
  }
  const address = server.addresses()[0];
  const port = typeof address === 'object' ? address.port : options.port;
  baseUrl = `http://${urlHost(options.host)}:${port}`;
  return {
    baseUrl,
    port,
    stop: new GracefulStop(server, context.activeRequests, clock),
  };
}

/** Where `openai/` models without an `api_base` go: elsewhere than OpenAI, its prices do not count. */
function openAiApiBase(...environments: readonly GatewayOptions['environment'][]): string | undefined {
  const named = environments.flatMap((environment) => [environment['OPENAI_API_BASE'], environment['OPENAI_BASE_URL']]);
  return named.findLast((base) => base !== undefined && URL.canParse(base));
}

/** An address to connect to: "all addresses" is none. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  for (const close of opened.reverse()) await close();
}
