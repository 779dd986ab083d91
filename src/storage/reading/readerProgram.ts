import type { MessagePort } from 'node:worker_threads';
import { type Connection, connectForReading } from '../connection.ts';
import { toStorageError } from '../storageErrors.ts';
import { type LedgerReads, readsOf } from './ledgerReads.ts';
import { type ReadAnswer, type ReaderStart, type ReadQuestion, toPlainError } from './readMessages.ts';

/** Answers one question after the other, each from one state of the ledger. */
export function answerReads({ file }: ReaderStart, port: MessagePort): void {
  const connection = connectForReading(file);
  const reads = readsOf(connection);
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (question: ReadQuestion) => {
    last = last.then(async () => port.postMessage(await answer(connection, reads, question)));
  });
}

async function answer(connection: Connection, reads: LedgerReads, question: ReadQuestion): Promise<ReadAnswer> {
  const { id } = question;
  try {
    connection.sqlite.exec('begin');
    return { id, value: await ask(reads, question) };
  } catch (thrown) {
    return { id, error: toPlainError(toStorageError(thrown, connection.file)) };
  } finally {
    if (connection.sqlite.inTransaction) connection.sqlite.exec('commit');
  }
}

/** The method that a question names. */
export function ask(reads: LedgerReads, { store, method, values }: Omit<ReadQuestion, 'id'>): Promise<unknown> {
  const named: unknown = Reflect.get(reads[store], method);
  if (typeof named !== 'function') throw new TypeError(`The ledger's ${store} have no ${method}.`);
  return Reflect.apply(named, reads[store], values);
}
