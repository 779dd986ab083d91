/** Every command that the manifest contributes: a test compares this list with package.json. */
export const commandIds = [
  'torii.startProxy',
  'torii.stopProxy',
  'torii.restartProxy',
  'torii.openDashboard',
  'torii.showLogs',
  'torii.copyBaseUrl',
  'torii.copyMasterKey',
  'torii.openConfig',
  'torii.configureCline',
  'torii.restoreClineSettings',
  'torii.configureOtherAgent',
  'torii.restoreAgentSettings',
  'torii.copyModelName',
  'torii.openModelInConfig',
  'torii.refreshModels',
  'torii.exportUsage',
  'torii.backUpLedger',
  'torii.openMlflow',
  'torii.startMlflow',
  'torii.stopMlflow',
] as const;
export type CommandId = (typeof commandIds)[number];

/** Context keys that the manifest's `when` clauses use. */
export const contextKeys = { gatewayState: 'torii.gatewayState' } as const;

export const viewIds = { usage: 'torii.usage', models: 'torii.models', dashboard: 'torii.dashboard' } as const;
