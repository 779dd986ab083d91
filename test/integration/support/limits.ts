import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BudgetScope, BudgetState, ScopeLimits } from '../../../src/domain/budget.ts';
import { type Notice, noticeSchema } from '../../../src/protocol/api.ts';
import { type Ledger, openLedger } from '../../../src/storage/ledger.ts';
import { systemClock } from '../../../src/systemPorts.ts';
import { recordingLogger } from '../../unit/storage/support.ts';
import { MASTER_KEY, type TestGateway } from './gateway.ts';

export const HELLO = [{ role: 'user', content: 'Hello' }];

/** Usage of an answer that costs $0.015 and a little at the prices of `openAiModel`. */
export const THOUSAND = { usage: { prompt_tokens: 10, completion_tokens: 1000, total_tokens: 1010 } };

/** A new key as a header, with its token. */
export async function newKey(
  gateway: TestGateway,
  fields: Record<string, unknown>,
): Promise<{ readonly headers: Record<string, string>; readonly token: string }> {
  const response = await gateway.call('/key/generate', fields);
  if (response.status !== 200) throw new Error(await response.text());
  const { key, token } = (await response.json()) as { key: string; token: string };
  return { headers: { authorization: `Bearer ${key}` }, token };
}

/** The gateway's ledger, as another process of the same home has it open. */
export async function otherLedger(gateway: TestGateway): Promise<Ledger> {
  const file = join(gateway.directory, 'home', 'torii.db');
  const owner = { pid: process.pid + 1, isAlive: () => true };
  const ledger = await openLedger({ file, clock: systemClock, logger: recordingLogger(), owner });
  onTestFinished(() => ledger.close());
  return ledger;
}

export async function define(gateway: TestGateway, scope: BudgetScope, limits: ScopeLimits): Promise<void> {
  const ledger = await otherLedger(gateway);
  await ledger.budgets.define(scope, limits);
}

export async function stateOf({ budgets }: Ledger, scope: BudgetScope): Promise<BudgetState | undefined> {
  return (await budgets.states(scope.kind, [scope.id])).get(scope.id);
}

/** Follows `/torii/events`. */
export async function notices(gateway: TestGateway): Promise<{
  /** Resolves with the first notice of a type, from the first that came. */
  readonly first: <Type extends Notice['type']>(type: Type) => Promise<Extract<Notice, { type: Type }>>;
  readonly seen: readonly Notice[];
}> {
  const seen: Notice[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let wake: () => void = () => undefined;
  const response = await fetch(`${gateway.baseUrl}/torii/events`, {
    headers: { authorization: `Bearer ${MASTER_KEY}` },
    signal: stop.signal,
  });
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part.startsWith('data: ')) seen.push(noticeSchema.parse(JSON.parse(part.slice(6))));
      wake();
    }
  };
  read().catch(() => undefined);
  const isOf =
    <Type extends Notice['type']>(type: Type) =>
    (notice: Notice): notice is Extract<Notice, { type: Type }> =>
      notice.type === type;
  return {
    seen,
    first: async (type) => {
      for (;;) {
        const found = seen.find(isOf(type));
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
