import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type CheckpointAnswer,
  connectForCheckpoints,
  moveAll,
} from '../../../src/storage/checkpoints/checkpointProgram.ts';
import { LogKeeper } from '../../../src/storage/checkpoints/logKeeper.ts';
import { type LogSize, prepareLogMove, prepareLogSize } from '../../../src/storage/checkpoints/logSize.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { type LogLine, recordingLogger } from './support.ts';

let folder: string;
let file: string;
let writer: Database.Database;
let logSize: () => LogSize;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-log-'));
  file = join(folder, 'torii.db');
  writer = new Database(file);
  writer.pragma('journal_mode = WAL');
  writer.pragma('synchronous = NORMAL');
  writer.exec('create table pages (page blob)');
  logSize = prepareLogSize(writer);
});

afterEach(async () => {
  writer.close();
  await removeFolder(folder);
});

/** About so many pages, in one commit. */
function write(pages: number): void {
  writer.prepare('insert into pages values (zeroblob(?))').run(pages * 4092);
}

interface Keeping {
  readonly keeper: LogKeeper;
  readonly answers: (CheckpointAnswer | undefined)[];
  readonly lines: LogLine[];
}

/** A call writes so many pages while the other connection moves. */
function keep(pagesMeanwhile = 0): Keeping {
  const other = connectForCheckpoints(file);
  onTestFinished(() => void other.close());
  const pass = prepareLogMove(other);
  const [answers, lines]: [Keeping['answers'], LogLine[]] = [[], []];
  const move = async (): Promise<CheckpointAnswer> => {
    if (pagesMeanwhile > 0) writer.exec('begin immediate');
    const moved = moveAll(pass, prepareLogSize(other));
    if (pagesMeanwhile > 0) write(pagesMeanwhile);
    if (writer.inTransaction) writer.exec('commit');
    const answer = pagesMeanwhile > 0 ? logSize() : moved;
    answers.push(answer);
    return answer;
  };
  return { ...keepWith({ move, end: async () => undefined }, lines), answers };
}

function keepWith(mover: ConstructorParameters<typeof LogKeeper>[1], lines: LogLine[]): Omit<Keeping, 'answers'> {
  const keeper = new LogKeeper(writer, mover, recordingLogger(lines));
  onTestFinished(() => keeper.close());
  return { keeper, lines };
}

describe('the write-ahead log of a ledger', () => {
  it('is left to other connections from 4 000 pages on, and below that in peace', async () => {
    const { keeper, answers } = keep();
    write(3500);
    await keeper.look();
    expect(answers).toEqual([]);
    write(1000);
    await keeper.look();
    expect(answers).toHaveLength(1);
    expect(logSize().left).toBe(0);
  });

  it('is not moved by commits of the gateway, until it is far too long', () => {
    keep();
    write(10_000);
    expect(logSize().left).toBeGreaterThan(10_000);
    write(7000);
    expect(logSize().left).toBe(0);
  });

  it('begins anew under calls that never pause: their last pages are moved here', async () => {
    const { keeper } = keep(3);
    write(9000);
    await keeper.look();
    expect(logSize().left).toBe(0);
    write(3);
    expect(logSize().written).toBeLessThan(100);
  });

  it('is moved here by a few pages alone: more would hold up what is served', async () => {
    const { keeper } = keep(500);
    write(9000);
    await keeper.look();
    expect(logSize().left).toBeGreaterThan(400);
  });

  it('is moved in as many passes as it takes while calls write', () => {
    const other = connectForCheckpoints(file);
    onTestFinished(() => void other.close());
    const [pass, seen] = [prepareLogMove(other), prepareLogSize(other)];
    write(500);
    let calls = 5;
    const interrupted = (): LogSize => {
      if (calls === 0) return pass();
      writer.exec('begin immediate');
      const size = pass();
      write(calls--);
      writer.exec('commit');
      return size;
    };
    expect(moveAll(interrupted, seen)).toMatchObject({ left: 0 });
    expect(logSize().left).toBe(0);
    expect(calls).toBe(0);
  });

  it('goes on to be read by whoever reads it, and begins anew afterwards', async () => {
    const { keeper } = keep();
    const reader = new Database(file, { readonly: true });
    onTestFinished(() => void reader.close());
    write(10);
    reader.exec('begin');
    expect(reader.prepare('select count(*) from pages').pluck().get()).toBe(1);
    write(5000);
    await keeper.look();
    expect(logSize().left).toBeGreaterThan(4900);
    expect(reader.prepare('select count(*) from pages').pluck().get()).toBe(1);
    reader.exec('commit');
    await keeper.look();
    write(1);
    expect(logSize().written).toBeLessThan(100);
  });

  it('is said once to stay where it is, and tried again', async () => {
    const refusals = ['disk full', 'disk full'];
    const move = async (): Promise<CheckpointAnswer> => ({ reason: refusals.pop() ?? 'still' });
    const { keeper, lines } = keepWith({ move, end: async () => undefined }, []);
    write(5000);
    await keeper.look();
    await keeper.look();
    expect(refusals).toEqual([]);
    expect(lines).toEqual([{ level: 'warn', message: "The ledger's log cannot be moved into its file" }]);
  });

  it('is moved by commits again where the thread for it fails', async () => {
    const move = (): Promise<CheckpointAnswer> => Promise.reject(new Error('no thread'));
    const { keeper, lines } = keepWith({ move, end: async () => undefined }, []);
    write(5000);
    await keeper.look();
    expect(lines).toEqual([
      {
        level: 'warn',
        message: "The ledger's log is moved on the thread of the gateway: the one for it has failed",
      },
    ]);
    write(1500);
    expect(logSize().left).toBe(0);
  });
});
