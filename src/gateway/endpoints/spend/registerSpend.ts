import type { FastifyInstance } from 'fastify';
import type { GatewayContext } from '../../context.ts';
import { registerDailyActivity } from './dailyActivity.ts';
import { registerGlobalActivity } from './globalActivity.ts';
import { registerGlobalSpend } from './globalSpend.ts';
import { registerResetSpend } from './resetSpend.ts';
import { registerSpendCalculate } from './spendCalculate.ts';
import { registerSpendLists } from './spendLists.ts';
import { registerSpendLogPages } from './spendLogPages.ts';
import { registerSpendLogs } from './spendLogs.ts';
import { registerSpendReport } from './spendReport.ts';

/** LiteLLM's spend API. */
export function registerSpend(server: FastifyInstance, context: GatewayContext): void {
  registerSpendLogs(server, context);
  registerSpendLogPages(server, context);
  registerSpendLists(server, context);
  registerSpendCalculate(server, context);
  registerGlobalSpend(server, context);
  registerResetSpend(server, context);
  registerSpendReport(server, context);
  registerGlobalActivity(server, context);
  registerDailyActivity(server, context);
}
