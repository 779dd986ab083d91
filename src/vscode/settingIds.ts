/** Every setting that the manifest contributes, without the `torii.` prefix: a test compares this list with package.json. */
export const settingIds = [
  'port',
  'host',
  'autoStart',
  'configFile',
  'log.level',
  'runMode',
  'statusBar.visible',
  'statusBar.figure',
  'budget.request',
  'budget.requestAction',
  'budget.task',
  'budget.taskAction',
  'budget.day',
  'budget.dayAction',
  'budget.month',
  'budget.monthAction',
  'export.folder',
  'export.range',
] as const;
export type SettingId = (typeof settingIds)[number];

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export const runModes = ['inProcess', 'detached'] as const;
/** `detached`: the gateway runs in a process of its own, which outlives the window. */
export type RunMode = (typeof runModes)[number];

export const statusFigures = ['cost', 'requests', 'none'] as const;
export type StatusFigure = (typeof statusFigures)[number];

export interface StatusBarSettings {
  readonly visible: boolean;
  readonly figure: StatusFigure;
}

export interface ToriiSettings {
  readonly port: number;
  readonly host: string;
  readonly autoStart: boolean;
  /** As the user wrote it; undefined means the config of the home. */
  readonly configFile: string | undefined;
  readonly logLevel: LogLevel;
  readonly runMode: RunMode;
}

/** Settings whose change takes effect when the gateway starts again. */
export const restartSettings: readonly SettingId[] = ['port', 'host', 'configFile', 'log.level', 'runMode'];
