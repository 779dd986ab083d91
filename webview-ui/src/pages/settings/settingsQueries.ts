import type { UseQueryResult } from '@tanstack/react-query';
import type { LEDGER_BACKUP_PATH, LEDGER_VACUUM_PATH } from '../../../../src/protocol/billing.ts';
import type { SETTINGS_PATH, Settings } from '../../../../src/protocol/settings.ts';
import { useAnswer } from '../../api/queries.ts';

const settingsPath: typeof SETTINGS_PATH = '/torii/settings';
export const backupPath: typeof LEDGER_BACKUP_PATH = '/torii/ledger/backup';
export const vacuumPath: typeof LEDGER_VACUUM_PATH = '/torii/ledger/vacuum';

export function useSettings(): UseQueryResult<Settings> {
  return useAnswer<Settings>(['settings'], () => settingsPath, ['home', 'prompts', 'retention', 'login']);
}
