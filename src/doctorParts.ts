import { existsSync } from 'node:fs';
import { type Home, readHomeKey } from './config/home.ts';
import type { ConfigUnderTest } from './doctor/checks/configChecks.ts';
import type { DoctorParts } from './doctor/gatewayDoctor.ts';
import type { ModelCatalog, ProviderRegistry } from './domain/ports.ts';
import { OLDEST_NODE } from './nodeVersion.ts';
import { createNetworkProbe } from './providers/network/networkProbe.ts';
import { createLedgerProbe } from './storage/ledgerProbe.ts';
import { systemClock } from './systemPorts.ts';

export interface DoctorSources {
  readonly home: Home;
  /** The process's. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly config: () => Omit<ConfigUnderTest, 'homeConfigFile' | 'homeStarted' | 'platform'>;
  readonly catalog: ModelCatalog;
  readonly providers: ProviderRegistry;
  readonly wholeLedger: boolean;
}

/** What Doctor's checks look at on the real machine. */
export function doctorParts({
  home,
  environment,
  config,
  catalog,
  providers,
  wholeLedger,
}: DoctorSources): DoctorParts {
  const { platform, versions } = process;
  return {
    clock: systemClock,
    machine: {
      home,
      platform,
      ledger: createLedgerProbe(home.databaseFile),
      nodeVersion: versions.node,
      oldestNode: OLDEST_NODE,
      wholeLedger,
    },
    config: () => ({
      ...config(),
      homeConfigFile: home.configFile,
      homeStarted: existsSync(home.masterKeyFile),
      platform,
    }),
    catalog,
    providers,
    network: createNetworkProbe(() => ({ ...environment, ...config().settings?.environment })),
    environment,
    homeKey: () => readHomeKey(home),
  };
}
