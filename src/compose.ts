import type { GatewayOptions } from './compose/gatewayOptions.ts';
import { listen } from './compose/listen.ts';
import { makeContext } from './compose/makeContext.ts';
import { Opened } from './compose/opened.ts';
import { type OpenHome, openHome } from './compose/openHome.ts';
import { noteAddress } from './config/gatewayAddress.ts';
import type { GatewayContext } from './gateway/context.ts';
import { tellOfCrossing } from './gateway/limits/budgetWarnings.ts';
import { ConfigLimits } from './gateway/limits/configLimits.ts';
import { recordReload } from './gateway/management/actor.ts';
import { StartError } from './startError.ts';

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
  const opened = new Opened();
  try {
    return await start(options, opened);
  } catch (thrown) {
    await opened.close();
    throw thrown instanceof StartError ? thrown : new StartError('internal', thrown);
  }
}

async function start(options: GatewayOptions, opened: Opened): Promise<RunningGateway> {
  const inUse = await openHome(options, opened);
  const context = await makeContext(options, inUse, opened);
  await joinParts(context, inUse);
  const { baseUrl, port, stop } = await listen(context, options);
  const note = await noteAddress(options.home, baseUrl);
  options.logger.info('Gateway ready', { baseUrl, config: inUse.settings.current.file });
  let closed: Promise<void> | undefined;
  return {
    baseUrl,
    port,
    homeKey: inUse.homeKey,
    release: () => stop.release(),
    close: async (drainMs) => {
      const stopped = stop.stop(drainMs);
      await note.remove();
      closed ??= stopped.then(() => opened.close());
      await closed;
    },
  };
}

/** What one part's changes mean for the others. */
async function joinParts(context: GatewayContext, { config, settings, ledger }: OpenHome): Promise<void> {
  const configLimits = new ConfigLimits(ledger.budgets, context.logger);
  await configLimits.apply(settings.current);
  ledger.budgets.onCrossing((crossing) => void tellOfCrossing(crossing, ledger.keys, context.notices));
  settings.onChange((changed) => {
    void configLimits.apply(changed);
    context.notices.publish({ type: 'settings-changed' });
  });
  config.onDiagnostics(() => void recordReload(context));
}
