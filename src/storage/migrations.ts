import { agentActivity } from './migrations/agentActivity.ts';
import { bounds } from './migrations/bounds.ts';
import { budgets } from './migrations/budgets.ts';
import { customerDays } from './migrations/customerDays.ts';
import { governance } from './migrations/governance.ts';
import { heldByCalls } from './migrations/heldByCalls.ts';
import { initialLedger } from './migrations/initialLedger.ts';
import { keyDays } from './migrations/keyDays.ts';
import { promptBodies } from './migrations/promptBodies.ts';
import { runningCallRows } from './migrations/runningCallRows.ts';
import { runningCalls } from './migrations/runningCalls.ts';
import { scores } from './migrations/scores.ts';
import { serviceTier } from './migrations/serviceTier.ts';
import { settledCalls } from './migrations/settledCalls.ts';
import { spendDays } from './migrations/spendDays.ts';
import { tasks } from './migrations/tasks.ts';
import { thinkingVault } from './migrations/thinkingVault.ts';
import { timeline } from './migrations/timeline.ts';
import { timings } from './migrations/timings.ts';
import type { Migration } from './migrator.ts';

/** Every step of the ledger's schema, oldest first. Steps are only ever added at the end. */
export const MIGRATIONS: readonly Migration[] = [
  initialLedger,
  thinkingVault,
  budgets,
  runningCalls,
  governance,
  tasks,
  spendDays,
  serviceTier,
  promptBodies,
  agentActivity,
  scores,
  keyDays,
  timeline,
  settledCalls,
  heldByCalls,
  bounds,
  customerDays,
  timings,
  runningCallRows,
];
