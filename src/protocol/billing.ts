/** Bodies of `/torii/` that are about the bill. Costs are integers of nano-USD. */
import { z } from 'zod';

export const REPRICE_PATH = '/torii/reprice';
export const LEDGER_PATH = '/torii/ledger';
export const LEDGER_BACKUP_PATH = '/torii/ledger/backup';
export const LEDGER_VACUUM_PATH = '/torii/ledger/vacuum';
export const EXPORT_CSV_PATH = '/torii/export/usage.csv';
export const EXPORT_JSON_PATH = '/torii/export/usage.json';

const count = z.number().int();
const repriceSums = {
  /** Rows that were looked at: those with counted tokens. */
  rows: count,
  changed: count,
  unknownBefore: count,
  unknownAfter: count,
  /** Sums of the known costs. */
  before: count,
  after: count,
};

export const repriceAnswerSchema = z.object({
  dryRun: z.boolean(),
  ...repriceSums,
  models: z.array(z.object({ modelGroup: z.string(), model: z.string(), provider: z.string(), ...repriceSums })),
});
export type RepriceAnswer = z.infer<typeof repriceAnswerSchema>;

/** Sizes in bytes. */
export const ledgerStateSchema = z.object({
  file: z.string(),
  bytes: count,
  freeBytes: count,
  keptBodies: count,
  keptBodyBytes: count,
});
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/** A copy of the ledger: where it is, and its size in bytes. */
export const ledgerBackupSchema = z.object({ file: z.string(), bytes: count });
export type LedgerBackup = z.infer<typeof ledgerBackupSchema>;

/** Sizes of the ledger's file, in bytes. */
export const ledgerVacuumSchema = z.object({ bytesBefore: count, bytesAfter: count });
export type LedgerVacuum = z.infer<typeof ledgerVacuumSchema>;
