import type {
  EVENTS_PATH,
  MODELS_PATH,
  OVERVIEW_PATH,
  REQUESTS_PATH,
  STATUS_PATH,
  TASKS_PATH,
} from '../../../src/protocol/api.ts';
import type { AUDIT_PATH } from '../../../src/protocol/audit.ts';
import type { EXPORT_CSV_PATH, LEDGER_PATH } from '../../../src/protocol/billing.ts';
import type { ME_PATH } from '../../../src/protocol/me.ts';
import type { TRACES_PATH } from '../../../src/protocol/traces.ts';

// Written out so that the schemas stay out of the bundle; the types hold them to the protocol's own constants.
export const mePath: typeof ME_PATH = '/torii/me';
export const statusPath: typeof STATUS_PATH = '/torii/status';
export const overviewPath: typeof OVERVIEW_PATH = '/torii/overview';
export const requestsPath: typeof REQUESTS_PATH = '/torii/requests';
export const tasksPath: typeof TASKS_PATH = '/torii/tasks';
export const tracesPath: typeof TRACES_PATH = '/torii/traces';
export const auditPath: typeof AUDIT_PATH = '/torii/audit';
export const modelsPath: typeof MODELS_PATH = '/torii/models';
export const ledgerPath: typeof LEDGER_PATH = '/torii/ledger';
export const exportCsvPath: typeof EXPORT_CSV_PATH = '/torii/export/usage.csv';
export const eventsPath: typeof EVENTS_PATH = '/torii/events';

/** `path` with a query; values are encoded. */
export function withQuery(path: string, query: Readonly<Record<string, string | number>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return `${path}?${parameters.toString()}`;
}
