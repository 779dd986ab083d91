import * as vscode from 'vscode';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import { toUsd } from '../../domain/money.ts';
import { capSpans, type SpendCaps } from '../../domain/spendCaps.ts';
import {
  OVERVIEW_PATH,
  overviewSchema,
  REQUESTS_PATH,
  requestDetailSchema,
  TASKS_PATH,
  taskDetailSchema,
} from '../../protocol/api.ts';
import { SPEND_CAPS_PATH, spendCapsSchema } from '../../protocol/spendCaps.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import type { Disposable } from '../listeners.ts';
import { formatCost } from '../money.ts';
import { Refresher } from '../refresher.ts';
import { readSpendCaps } from '../settings.ts';
import { type PassedMark, SpendMarks, type Spends } from './spendMarks.ts';
import type { ToldOnce } from './toldOnce.ts';

const PAUSE_MS = 1000;
/** Of calls that end between two looks; more than these end in a load test. */
const MOST_CALLS = 20;

/** Gives the gateway the caps of the settings, and tells once when one is nearly or all spent. */
export class SpendCapWatch implements Disposable {
  readonly #access: GatewayAccess;
  readonly #told: ToldOnce;
  readonly #openTrace: (callId: string) => void;
  readonly #marks = new SpendMarks();
  readonly #refresher = new Refresher(() => this.#look(), PAUSE_MS);
  readonly #subscriptions: readonly Disposable[];
  /** Calls that ended since the last look, the newest last. */
  #ended: string[] = [];

  constructor(
    controller: GatewayController,
    access: GatewayAccess,
    { told, openTrace }: { readonly told: ToldOnce; readonly openTrace: (callId: string) => void },
  ) {
    this.#access = access;
    this.#told = told;
    this.#openTrace = openTrace;
    this.#subscriptions = [
      controller.onConnected(() => void this.#send().catch(() => undefined)),
      controller.onNotice((notice) => {
        if (notice.type !== 'request-finished' || !hasCaps(readSpendCaps())) return;
        this.#ended = [...this.#ended, notice.callId].slice(-MOST_CALLS);
        this.#refresher.request();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('torii.budget')) void this.#send().catch(() => undefined);
      }),
    ];
  }

  dispose(): void {
    this.#refresher.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #send(): Promise<void> {
    const caps = readSpendCaps();
    const body = Object.fromEntries(
      capSpans.flatMap((span) => {
        const cap = caps[span];
        return cap === undefined ? [] : [[span, { usd: toUsd(cap.amount), action: cap.action }] as const];
      }),
    );
    const client = await this.#access.client();
    await client?.write(spendCapsSchema, 'PUT', SPEND_CAPS_PATH, { timeZone: localZone(), ...body });
  }

  async #look(): Promise<void> {
    const client = await this.#access.client();
    const [ended, caps] = [this.#ended, readSpendCaps()];
    this.#ended = [];
    const newest = ended.at(-1);
    if (client === undefined || newest === undefined) return;
    // Each call has its own cap, and its task's; what the day has cost is the same for all.
    const single = caps.request !== undefined || caps.task !== undefined ? ended : [];
    for (const callId of single) this.#judge(caps, await readCall(client, caps, callId), callId);
    this.#judge(caps, await readSpans(client, caps), newest);
  }

  #judge(caps: SpendCaps, spends: Spends, callId: string): void {
    for (const passed of this.#marks.pass(caps, spends)) void this.#tell(passed, callId);
  }

  async #tell(passed: PassedMark, callId: string): Promise<void> {
    if (!(await this.#told.claim('cap', passed.key, passed.amount, passed.mark))) return;
    const open = vscode.l10n.t('Open Trace');
    const change = vscode.l10n.t('Change Budget');
    const show = passed.mark === 80 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const answer = await show(textOf(passed), open, change);
    if (answer === open) this.#openTrace(callId);
    if (answer === change) await vscode.commands.executeCommand('workbench.action.openSettings', 'torii.budget');
  }
}

function hasCaps(caps: SpendCaps): boolean {
  return Object.keys(caps).length > 0;
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Only what is capped is read. */
async function readCall(client: GatewayClient, caps: SpendCaps, callId: string): Promise<Spends> {
  const { cost, taskId } = await client.read(requestDetailSchema, `${REQUESTS_PATH}/${encodeURIComponent(callId)}`);
  return {
    ...(caps.request && cost !== null ? { request: { key: `request ${callId}`, spend: cost } } : {}),
    ...(caps.task && taskId !== null ? { task: await taskSpend(client, taskId) } : {}),
  };
}

async function readSpans(client: GatewayClient, caps: SpendCaps): Promise<Spends> {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const month = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  return {
    ...(caps.day ? { day: await spendSince(client, 'day', day) } : {}),
    ...(caps.month ? { month: await spendSince(client, 'month', month) } : {}),
  };
}

async function taskSpend(client: GatewayClient, taskId: string) {
  const task = await client.read(taskDetailSchema, `${TASKS_PATH}/${encodeURIComponent(taskId)}`);
  return { key: `task ${taskId}`, spend: task.cost };
}

async function spendSince(client: GatewayClient, span: 'day' | 'month', from: number) {
  const query = new URLSearchParams({ from: String(from), to: String(Date.now() + 1), timeZone: localZone() });
  const { totals } = await client.read(overviewSchema, `${OVERVIEW_PATH}?${query}`);
  return { key: `${span} ${from}`, spend: totals.cost };
}

function textOf({ span, mark, spend, amount }: PassedMark): string {
  const [spent, cap] = [formatCost(spend), formatCost(amount)];
  switch (span) {
    case 'request':
      return vscode.l10n.t('A request has cost {0}; your limit for one is {1}.', spent, cap);
    case 'task':
      return vscode.l10n.t('This task has cost {0}: {2} % of your limit of {1}.', spent, cap, mark);
    case 'day':
      return vscode.l10n.t('Today has cost {0}: {2} % of your limit of {1}.', spent, cap, mark);
    case 'month':
      return vscode.l10n.t('This month has cost {0}: {2} % of your limit of {1}.', spent, cap, mark);
  }
}
