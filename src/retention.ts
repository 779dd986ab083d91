import type { LedgerCare } from './domain/ledgerCare.ts';
import type { Clock, SettingsSource } from './domain/ports.ts';
import { readRetention } from './domain/promptStorage.ts';

/** Removes what is older than the config wants, now and after each interval; gives back the function that ends it. */
export function startRetention(care: LedgerCare, settings: SettingsSource, clock: Clock): () => Promise<void> {
  const end = new AbortController();
  const running = sweepUntil(end.signal, care, settings, clock);
  return async () => {
    end.abort();
    await running;
  };
}

async function sweepUntil(
  signal: AbortSignal,
  care: LedgerCare,
  settings: SettingsSource,
  clock: Clock,
): Promise<void> {
  while (!signal.aborted) {
    const { rowsMs, bodiesMs, bodyBytes, intervalMs } = readRetention(settings.current.document);
    const before = (age: number | undefined) => (age === undefined ? undefined : clock.now() - age);
    await care.forget({ rows: before(rowsMs), bodies: before(bodiesMs), bodyBytes });
    await clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}
