import { join } from 'node:path';
import { defaultConfigText } from '../config/defaultConfig.ts';
import { ensureConfigFile, prepareHome } from '../config/home.ts';
import { makePrivate } from '../config/privateHome.ts';
import { type ConfigSource, createSettingsSource } from '../config/settingsSource.ts';
import { readStoredModel } from '../config/storedModels.ts';
import { readTimeZone } from '../domain/budgetSettings.ts';
import { readVaultLimits } from '../domain/thinkingVaultLimits.ts';
import { LeftCalls } from '../leftCalls.ts';
import { startRetention } from '../retention.ts';
import { StartError } from '../startError.ts';
import { type Ledger, openLedger } from '../storage/ledger.ts';
import { ROWS_FOR_A_THREAD } from '../storage/reading/sharedReads.ts';
import { readVaultKey } from '../storage/vault/vaultKeyFile.ts';
import { StoredSettings } from '../storedSettings.ts';
import { systemClock as clock } from '../systemPorts.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import type { Opened } from './opened.ts';

/** A home in use: its config, its ledger, and the settings that both make together. */
export interface OpenHome {
  readonly homeKey: string;
  readonly config: ConfigSource;
  readonly ledger: Ledger;
  readonly settings: StoredSettings;
  /** Calls that a killed gateway left, for destinations of traces. */
  readonly leftCalls: LeftCalls;
}

/** Throws StartError `home-unusable` or `config-broken`. */
export async function openHome(options: GatewayOptions, opened: Opened): Promise<OpenHome> {
  const { home, logger, environment } = options;
  const homeKey = await StartError.wrap('home-unusable', () => prepareHome(home));
  await makePrivate(home, logger);
  const config = await StartError.wrap('config-broken', () => openConfig(options));
  opened.add(() => config.close());
  const leftCalls = new LeftCalls();
  const ledger = await StartError.wrap('home-unusable', () => openHomeLedger(options, config, leftCalls));
  opened.add(() => ledger.close());
  const settings = new StoredSettings({
    file: config,
    models: ledger.models,
    clock,
    logger,
    read: (model, base) => readStoredModel(model.id, model.entry, base, environment),
  });
  opened.add(() => settings.close());
  opened.add(startRetention(ledger.care, settings, clock));
  return { homeKey, config, ledger, settings, leftCalls };
}

async function openConfig({ home, configFile, environment, logger }: GatewayOptions): Promise<ConfigSource> {
  if (configFile === undefined) await ensureConfigFile(home, defaultConfigText());
  return await createSettingsSource({ file: configFile ?? home.configFile, environment, logger, clock });
}

function openHomeLedger(options: GatewayOptions, config: ConfigSource, leftCalls: LeftCalls): Promise<Ledger> {
  const { home, logger, distDirectory } = options;
  return openLedger({
    file: home.databaseFile,
    clock,
    logger,
    vault: {
      key: () => readVaultKey(join(home.directory, 'vault.key')),
      limits: () => readVaultLimits(config.current.document),
    },
    timeZone: () => readTimeZone(config.current.document),
    onLeftCalls: leftCalls.take,
    reader: { program: join(distDirectory, 'ledgerReader.cjs'), fromRows: ROWS_FOR_A_THREAD },
    checkpoints: join(distDirectory, 'ledgerCheckpoints.cjs'),
  });
}
