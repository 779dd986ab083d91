import { NoticeBus } from '../gateway/noticeBus.ts';
import { createRequestSigner } from '../providers/aws/requestSigner.ts';
import { RoutedFetch } from '../providers/network/routedFetch.ts';
import { StartError } from '../startError.ts';
import { createTraceSpool, type OpenedSpool } from '../storage/spool/sqliteTraceSpool.ts';
import { systemClock as clock, systemRandom as random } from '../systemPorts.ts';
import { createDestination, type DestinationParts } from '../telemetry/createDestination.ts';
import { configuredMlflow, createMlflowControl } from '../telemetry/mlflow/mlflowControl.ts';
import { TraceExporter } from '../telemetry/traceExporter.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import type { Opened } from './opened.ts';
import type { OpenHome } from './openHome.ts';

/** What leaves the gateway beside its answers: notices to editors and dashboards, traces to their destinations. */
export interface Outlets {
  readonly notices: NoticeBus;
  readonly exporter: TraceExporter;
  readonly mlflow: ReturnType<typeof createMlflowControl>;
}

/** Throws StartError `home-unusable` where traces are to be sent and cannot be written down. */
export async function openOutlets(options: GatewayOptions, inUse: OpenHome, opened: Opened): Promise<Outlets> {
  const { settings } = inUse;
  const notices = new NoticeBus();
  const routed = new RoutedFetch(settings, options.environment);
  opened.add(() => routed.close());
  const signer = createRequestSigner({
    environment: () => ({ ...options.environment, ...settings.current.environment }),
    network: () => settings.current.exports.network,
    now: () => clock.now(),
  });
  const spool = await openSpool(options, inUse, opened);
  const parts = { fetch: routed.fetch, clock, signer, version: options.version, since: clock.now() };
  const exporter = openExporter(options, inUse, { spool, parts, notices });
  opened.add(() => exporter.close());
  const configured = () => configuredMlflow(settings.current.exports);
  return { notices, exporter, mlflow: createMlflowControl({ fetch: routed.fetch, signer, configured }) };
}

async function openSpool(options: GatewayOptions, { settings }: OpenHome, opened: Opened): Promise<OpenedSpool> {
  const limit = () => settings.current.exports.spoolBytes;
  const spool = createTraceSpool({ file: options.home.spoolFile, clock, logger: options.logger, limit });
  opened.add(() => spool.close());
  if (settings.current.exports.destinations.length > 0) await StartError.wrap('home-unusable', () => spool.open());
  return spool;
}

interface ExporterParts {
  readonly spool: OpenedSpool;
  readonly parts: DestinationParts;
  readonly notices: NoticeBus;
}

function openExporter(
  { logger }: GatewayOptions,
  { settings, leftCalls }: OpenHome,
  { spool, parts, notices }: ExporterParts,
): TraceExporter {
  const exporter = new TraceExporter(
    {
      spool,
      clock,
      random,
      logger,
      create: (destination) => createDestination(destination, parts),
      onChange: () => notices.publish({ type: 'destinations-changed' }),
    },
    settings.current.exports,
  );
  leftCalls.offerTo(exporter);
  settings.onChange((changed) => exporter.configure(changed.exports));
  return exporter;
}
