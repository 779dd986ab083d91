import { randomBytes } from 'node:crypto';
import type { ActivityStore } from '../domain/agentActivity.ts';
import { messageOf } from '../domain/errors.ts';
import type { AuditStore, Directory, EntityStore, KeyStore, ModelStore } from '../domain/governancePorts.ts';
import type { SpendInsights } from '../domain/insights.ts';
import type { LedgerCare, PromptStore } from '../domain/ledgerCare.ts';
import type { BudgetStore, CallJournal, Clock, Logger, SpendStore, TaskStore, ThinkingVault } from '../domain/ports.ts';
import type { SpendRepricer } from '../domain/repricing.ts';
import type { ScoreStore } from '../domain/score.ts';
import type { SpendReports } from '../domain/spendReports.ts';
import { readVaultLimits } from '../domain/thinkingVaultLimits.ts';
import type { LeftCall } from '../domain/traceExport.ts';
import type { TraceStore } from '../domain/traces.ts';
import { SqliteBudgetStore } from './budgets/sqliteBudgetStore.ts';
import { leaseOwners, releaseLease, releaseStaleReservations } from './budgets/staleReservations.ts';
import { CallEntry } from './callEntry.ts';
import { CheckpointThread } from './checkpoints/checkpointThread.ts';
import { LogKeeper } from './checkpoints/logKeeper.ts';
import type { Connection } from './connection.ts';
import { BUSY_TIMEOUT_MS, connect, IN_MEMORY, SERVING_TIMEOUT_MS } from './connection.ts';
import { DayBackfill } from './dayBackfill.ts';
import { EntityVersion } from './entityVersion.ts';
import { runInSteps } from './idleWork.ts';
import { buryDeadOwners, settleInterruptedCalls, watchForInterruptedCalls } from './interruptedCalls.ts';
import { LateSettlements } from './lateSettlements.ts';
import {
  backUpLedger,
  keepAside,
  ledgerFileSize,
  prepareLedgerFile,
  prepareLedgerFolder,
  withOpeningLock,
} from './ledgerFile.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Migration } from './migrator.ts';
import { migrate } from './migrator.ts';
import type { LedgerOwner } from './owner.ts';
import { THIS_PROCESS } from './owner.ts';
import { claimLedger, type OwnerLock } from './ownerLock.ts';
import { type LedgerReads, readsOf } from './reading/ledgerReads.ts';
import { ask } from './reading/readerProgram.ts';
import { ReaderThread } from './reading/readerThread.ts';
import type { ReadQuestion } from './reading/readMessages.ts';
import { type Asking, largeFrom, sharedReads } from './reading/sharedReads.ts';
import { RunningCalls } from './runningCalls.ts';
import { SettlementQueue } from './settlementQueue.ts';
import { settleWith } from './settleWith.ts';
import { SqliteActivityStore } from './sqliteActivityStore.ts';
import { type AuditLimits, SqliteAuditStore } from './sqliteAuditStore.ts';
import { SqliteCallJournal } from './sqliteCallJournal.ts';
import { SqliteDirectory } from './sqliteDirectory.ts';
import { SqliteEntityStore } from './sqliteEntityStore.ts';
import { SqliteKeyStore } from './sqliteKeyStore.ts';
import { SqliteLedgerCare } from './sqliteLedgerCare.ts';
import { SqliteModelStore } from './sqliteModelStore.ts';
import { SqlitePromptStore } from './sqlitePromptStore.ts';
import { SqliteRepricer } from './sqliteRepricer.ts';
import { SqliteScoreStore } from './sqliteScoreStore.ts';
import { SqliteSpendReports } from './sqliteSpendReports.ts';
import { SqliteSpendStore } from './sqliteSpendStore.ts';
import { SqliteTaskStore } from './sqliteTaskStore.ts';
import { isDamage, withStorageErrors } from './storageErrors.ts';
import { SqliteThinkingVault, type VaultOptions } from './vault/sqliteThinkingVault.ts';

/** A year, and as much as a busy team leaves in one. */
const DEFAULT_AUDIT_LIMITS: AuditLimits = { maxAgeMs: 365 * 24 * 60 * 60 * 1000, maxEntries: 100_000 };

export interface LedgerOptions {
  /** Path of `torii.db`, made where it is missing; `:memory:` for a ledger that ends with the process. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly owner?: LedgerOwner | undefined;
  readonly migrations?: readonly Migration[] | undefined;
  /** Without it, the vault's entries and stored models can be read by this process alone. */
  readonly vault?: VaultOptions | undefined;
  /** Zone of the budgets' windows, an IANA name; UTC where it is left out. */
  readonly timeZone?: (() => string) | undefined;
  readonly auditLimits?: (() => AuditLimits) | undefined;
  /** Hears of calls of killed processes that got their rows, at the opening and later on. Must not throw. */
  readonly onLeftCalls?: ((calls: readonly LeftCall[]) => void) | undefined;
  /** The thread that reads a ledger of at least so many rows; without it, this thread does. */
  readonly reader?: { readonly program: string; readonly fromRows: number } | undefined;
  /** Program of the thread that moves the write-ahead log into the file; without it, commits do so. */
  readonly checkpoints?: string | undefined;
}

export interface Ledger {
  readonly keys: KeyStore;
  readonly entities: EntityStore;
  readonly directory: Directory;
  readonly audit: AuditStore;
  readonly models: ModelStore;
  readonly spend: SpendStore;
  readonly budgets: BudgetStore;
  readonly journal: CallJournal;
  readonly tasks: TaskStore;
  readonly activity: ActivityStore;
  readonly traces: TraceStore;
  readonly reports: SpendReports;
  readonly insights: SpendInsights;
  readonly repricer: SpendRepricer;
  readonly prompts: PromptStore;
  readonly care: LedgerCare;
  readonly scores: ScoreStore;
  /** Resolves when rows of older versions are part of the sums per day. */
  readonly backfilled: Promise<void>;
  readonly thinking: ThinkingVault;
  readonly file: string;
  /** Where the ledger that was found damaged at this opening is kept; undefined where it was sound. */
  readonly damagedFile: string | undefined;
  /** Bytes on disk, the write-ahead log included. */
  fileSize(): number;
  /** Ends all access; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Opens the ledger, making or migrating it as needed. A damaged file is kept aside under another name and a new
 * ledger begun. Throws GatewayError `unavailable` where the file cannot be opened or written, or comes from a
 * newer version. A process opens a ledger once: what it held before is taken to be left over from a crash.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { file, clock, logger } = options;
  return withStorageErrors(file, () => {
    prepareLedgerFolder(file);
    const { connection, damagedFile, claim } = withOpeningLock(file, () => openAndClaim(options));
    const calls = openCalls(connection, claim, options);
    const { budgets, journal } = calls;
    const { reads, threads } = openReads(connection, options);
    const spend = new SqliteSpendStore(connection, calls.settlements, calls.late, reads.spend);
    const unwatch = settleLeftCalls(connection, claim, calls, options);
    const version = new EntityVersion(connection);
    const vault = options.vault ?? ownVault();
    const backfilled = backfill(connection, logger);
    const prompts = new SqlitePromptStore(connection, clock, logger);
    const log = keepLog(connection, options);
    const logMoved = async (): Promise<void> => log?.look();
    const release = async (): Promise<void> => {
      await Promise.all([...threads.map((thread) => thread.rest()), log?.rest()]);
    };
    connection.sqlite.pragma(`busy_timeout = ${SERVING_TIMEOUT_MS}`);
    return {
      keys: new SqliteKeyStore(connection, clock, version, budgets),
      entities: new SqliteEntityStore(connection, clock, version),
      directory: new SqliteDirectory(connection, clock, version),
      models: new SqliteModelStore(connection, { clock, logger, version, key: vault.key }),
      audit: new SqliteAuditStore(connection, clock, options.auditLimits ?? (() => DEFAULT_AUDIT_LIMITS)),
      spend,
      budgets,
      journal,
      tasks: new SqliteTaskStore(connection, reads.tasks),
      activity: new SqliteActivityStore(connection),
      scores: new SqliteScoreStore(connection),
      traces: reads.traces,
      reports: new SqliteSpendReports(reads.reports),
      insights: reads.insights,
      repricer: new SqliteRepricer(connection, budgets, logMoved),
      backfilled,
      prompts,
      care: new SqliteLedgerCare({ connection, clock, logger, backfilled, reads, logMoved, release }),
      thinking: new SqliteThinkingVault(connection, clock, logger, vault),
      file,
      damagedFile,
      fileSize: () => ledgerFileSize(file),
      close: () =>
        withStorageErrors(file, async () => {
          await prompts.flush();
          await Promise.all([...threads.map((thread) => thread.close()), log?.close()]);
          if (!connection.sqlite.open) return;
          connection.sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
          unwatch();
          spend.close();
          closeCalls(connection, claim, calls);
        }),
    };
  });
}

type OpenedCalls = ReturnType<typeof openCalls>;

/** What a call is written with, from its admission to its row. */
function openCalls(connection: Connection, claim: OwnerLock, options: LedgerOptions) {
  const { clock, logger, owner = THIS_PROCESS, timeZone = () => 'UTC' } = options;
  const budgets = new SqliteBudgetStore(connection, { clock, owner, claim: claim.id, timeZone });
  const entry = new CallEntry(connection, budgets, logger);
  connection.reading.set(() => entry.catchUp());
  const running = new RunningCalls(connection, claim.id);
  const settle = settleWith({ connection, budgets, calls: running, entry });
  const journal = new SqliteCallJournal(running, logger);
  const settlements = new SettlementQueue(settle, () => journal.running);
  return { budgets, entry, running, journal, settlements, late: new LateSettlements(connection, settle, options) };
}

/** Gives the calls of killed processes their rows, now and later on; the answer ends that. */
function settleLeftCalls(
  connection: Connection,
  claim: OwnerLock,
  { budgets, entry, running }: OpenedCalls,
  options: LedgerOptions,
): () => void {
  const { file, clock, logger, owner = THIS_PROCESS, onLeftCalls: onSettled = () => undefined } = options;
  const settle = settleWith({ connection, budgets, calls: ofOtherProcesses, entry });
  const leases = {
    owners: () => leaseOwners(connection).filter((id) => id !== claim.id),
    // What ended calls cost counts before what they held is free.
    release: (id: string) => entry.enterWith(() => releaseLease(connection, id)),
  };
  const recovery = { file, calls: running, settle, leases, logger, onSettled };
  settleInterruptedCalls(recovery);
  const released = entry.enterWith(() => releaseStaleReservations(connection, owner, clock.now()));
  if (released > 0) logger.info('Released reservations of processes that have ended', { released });
  return watchForInterruptedCalls(recovery);
}

/** Writes what waits, and lets go of the file. */
function closeCalls(connection: Connection, claim: OwnerLock, { entry, budgets, journal }: OpenedCalls): void {
  entry.close();
  budgets.close();
  journal.close();
  connection.sqlite.close();
  // Last: until here what still runs is this opening's own.
  claim.release();
}

/** What this process wrote of its calls it knows by heart; of a call of another one it can only tell by looking. */
const ofOtherProcesses = { has: () => true };

interface OpenedReads {
  readonly reads: LedgerReads;
  /** One that answers reports, and one that writes copies; each runs while it is asked. */
  readonly threads: readonly ReaderThread[];
}

/** A copy may take this long, ms: some hundred MB take seconds. */
const LONGEST_COPY_MS = 60 * 60_000;

function openReads(connection: Connection, { file, clock, logger, reader }: LedgerOptions): OpenedReads {
  const here = readsOf(connection);
  if (reader === undefined || file === IN_MEMORY) return { reads: here, threads: [] };
  const { program, fromRows } = reader;
  const otherwise = (question: ReadQuestion): Promise<unknown> => ask(here, question);
  const parts = { program, file, clock, logger, otherwise };
  const [asked, copier] = [new ReaderThread(parts), new ReaderThread({ ...parts, longestMs: LONGEST_COPY_MS })];
  const askingOf =
    (thread: ReaderThread): Asking =>
    (question) => {
      connection.reading.pass();
      return thread.ask(question);
    };
  const askings = { read: askingOf(asked), copy: askingOf(copier) };
  return { reads: sharedReads(here, askings, largeFrom(connection, fromRows)), threads: [asked, copier] };
}

function keepLog({ sqlite }: Connection, { file, logger, checkpoints }: LedgerOptions): LogKeeper | undefined {
  if (checkpoints === undefined || file === IN_MEMORY) return undefined;
  return new LogKeeper(sqlite, new CheckpointThread(checkpoints, file), logger);
}

function backfill(connection: Connection, logger: Logger): Promise<void> {
  const days = new DayBackfill(connection);
  if (days.done) return Promise.resolve();
  const open = (): boolean => connection.sqlite.open;
  return runInSteps({ name: 'Adding older rows to the sums per day', logger, open, step: () => days.step() });
}

function ownVault(): VaultOptions {
  const secret = randomBytes(32);
  return { key: () => secret, limits: () => readVaultLimits({}) };
}

interface Opened {
  readonly connection: Connection;
  readonly damagedFile: string | undefined;
}

function openAndClaim(options: LedgerOptions): Opened & { readonly claim: OwnerLock } {
  prepareLedgerFile(options.file);
  const opened = openSound(options);
  try {
    buryDeadOwners(options.file);
    return { ...opened, claim: claimLedger(options.file) };
  } catch (thrown) {
    opened.connection.sqlite.close();
    throw thrown;
  }
}

function openSound(options: LedgerOptions): Opened {
  try {
    return { connection: openUpToDate(options), damagedFile: undefined };
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    const damagedFile = replaceDamaged(options, thrown);
    return { connection: openUpToDate(options), damagedFile };
  }
}

function replaceDamaged({ file, clock, logger }: LedgerOptions, damage: unknown): string {
  const damagedFile = keepAside(file, clock.now());
  prepareLedgerFile(file);
  const cause = messageOf(damage);
  logger.error(`The ledger ${file} is damaged. It is kept as ${damagedFile}, and a new one begins.`, { cause });
  return damagedFile;
}

function openUpToDate({ file, clock, logger, migrations }: LedgerOptions): Connection {
  const connection = connect(file);
  try {
    const steps = migrate(connection, {
      migrations: migrations ?? MIGRATIONS,
      now: () => clock.now(),
      backUp: (version) => backUpLedger(file, version),
    });
    if (steps.length > 0) logger.info('Brought the ledger up to date', { steps });
    return connection;
  } catch (thrown) {
    connection.sqlite.close();
    throw thrown;
  }
}
