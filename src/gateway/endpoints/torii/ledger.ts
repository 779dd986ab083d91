import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import {
  LEDGER_BACKUP_PATH,
  LEDGER_PATH,
  LEDGER_VACUUM_PATH,
  type LedgerBackup,
  type LedgerState,
  type LedgerVacuum,
} from '../../../protocol/billing.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { requireAdmin } from '../../management/scope.ts';

/** Size of the ledger's file, a copy of it, and a rewrite without gaps. */
export function registerLedger(server: FastifyInstance, context: GatewayContext): void {
  server.get(LEDGER_PATH, { config: { dashboard: true } }, (): Promise<LedgerState> => context.care.size());
  server.post(LEDGER_BACKUP_PATH, async (request): Promise<LedgerBackup> => {
    requireAdmin(callerOf(request), LEDGER_BACKUP_PATH);
    return await context.care.backUp();
  });
  server.post(LEDGER_VACUUM_PATH, async (request): Promise<LedgerVacuum> => {
    requireAdmin(callerOf(request), LEDGER_VACUUM_PATH);
    const running = context.activeRequests.count;
    if (running > 0 && context.care.vacuumBlocks()) {
      throw new GatewayError('conflict', `Requests are running (${running}), and would wait. Try again when none is.`);
    }
    const before = await context.care.size();
    await context.care.vacuum();
    const after = await context.care.size();
    return { bytesBefore: before.bytes, bytesAfter: after.bytes };
  });
}
