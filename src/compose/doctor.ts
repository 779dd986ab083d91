import type { Environment } from '../config/environment.ts';
import type { Home } from '../config/home.ts';
import { createNodeConfigFiles } from '../config/source/configFiles.ts';
import { loadConfig } from '../config/source/loadConfig.ts';
import { createGatewayDoctor, type DoctorParts } from '../doctor/gatewayDoctor.ts';
import { doctorParts } from '../doctorParts.ts';
import type { Logger, ModelCatalog } from '../domain/ports.ts';
import type { LiveProviders } from '../liveProviders.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import { makeCatalog } from './makeCatalog.ts';
import { makeProviders } from './makeProviders.ts';
import type { OpenHome } from './openHome.ts';

/** Doctor of a running gateway: it looks at the config in force, and leaves the ledger's size alone. */
export function makeDoctor(
  { home, environment }: GatewayOptions,
  { config, settings }: OpenHome,
  parts: { readonly catalog: ModelCatalog; readonly providers: LiveProviders },
): ReturnType<typeof createGatewayDoctor> {
  return createGatewayDoctor(
    doctorParts({
      home,
      environment,
      config: () => ({
        file: settings.current.file ?? home.configFile,
        settings: settings.current,
        diagnostics: config.diagnostics,
        inForce: config.inForce,
      }),
      ...parts,
      wholeLedger: false,
    }),
  );
}

/** What Doctor looks at while no gateway runs: the config as it is on disk. */
export function composeDoctorParts(
  home: Home,
  configFile: string,
  environment: Environment,
  logger: Logger,
): DoctorParts {
  const { settings, diagnostics } = loadConfig(configFile, createNodeConfigFiles(), environment);
  const made = makeProviders({ ...environment, ...settings?.environment }, logger);
  return doctorParts({
    home,
    environment,
    config: () => ({ file: configFile, settings, diagnostics, inForce: true }),
    catalog: makeCatalog(environment, settings?.environment ?? {}),
    providers: {
      find: (name) => made.find((provider) => provider.name === name),
      names: () => made.map(({ name }) => name),
    },
    wholeLedger: true,
  });
}
