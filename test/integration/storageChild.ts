/**
 * A process of its own on a ledger, which tells in lines of JSON. Says that it is loaded and waits for a line on
 * stdin, so that several begin at once, then does what its first argument says to the file of the second.
 */
import { once } from 'node:events';
import { openLedger } from '../../src/storage/ledger.ts';
import { claim, clockAt, NOON, recordingLogger, spendRecord } from '../unit/storage/support.ts';

const [, , task = '', file = '', name = ''] = process.argv;

/** Resolves once the line has left: the ledger never yields to the event loop, so a queued line could wait for ever. */
function tell(value: unknown): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(value)}\n`, () => resolve());
  });
}

async function open() {
  const lines: { level: 'debug' | 'info' | 'warn' | 'error'; message: string }[] = [];
  const ledger = await openLedger({ file, clock: clockAt(NOON), logger: recordingLogger(lines) });
  return { ledger, lines };
}

const TASKS: Readonly<Record<string, () => Promise<void>>> = {
  /** Opens and writes one row. */
  async open() {
    const { ledger, lines } = await open();
    await ledger.spend.settle(spendRecord({ callId: name }));
    const migrated = lines.some(({ message }) => message.includes('up to date'));
    await tell({ migrated, damagedFile: ledger.damagedFile ?? null });
    await ledger.close();
  },
  /** Asks for 100 admissions of 100 nano-USD, holds them until it is told to end. */
  async reserve() {
    const { ledger } = await open();
    await tell('ready');
    await once(process.stdin, 'data');
    const calls = Array.from({ length: 100 }, (_, index) => ledger.budgets.reserve(claim(`${name}-${index}`, 100)));
    const admissions = await Promise.all(calls);
    await tell(admissions.filter(({ admitted }) => admitted).length);
    await once(process.stdin, 'end');
    await ledger.close();
  },
  /** Has calls of 100 nano-USD until one is refused, and tells how many were admitted. */
  async spendAll() {
    const { ledger } = await open();
    await tell('ready');
    await once(process.stdin, 'data');
    let count = 0;
    for (; ; count++) {
      const callId = `${name}-${count}`;
      if (!(await ledger.budgets.reserve(claim(callId, 100))).admitted) break;
      await ledger.spend.settle(spendRecord({ callId, cost: 100 }));
    }
    await tell(count);
    await once(process.stdin, 'end');
    await ledger.close();
  },
  /** Settles for ever and tells each call that is settled. */
  async write() {
    const { ledger } = await open();
    for (let count = 0; ; count++) {
      const callId = `${name}-${count}`;
      await ledger.budgets.reserve(claim(callId, 10));
      await ledger.spend.settle(spendRecord({ callId, cost: 10 }));
      await tell(callId);
    }
  },
};

try {
  await tell('loaded');
  await once(process.stdin, 'data');
  await TASKS[task]?.();
  process.exit(0);
} catch (thrown) {
  await tell({ error: thrown instanceof Error ? thrown.message : String(thrown) });
  process.exit(1);
}
