import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { createTraceSpool, type OpenedSpool, type SpoolOptions } from '../../../src/storage/spool/sqliteTraceSpool.ts';
import { ManualClock } from '../../support/manualClock.ts';

const ALL = { entries: 100, size: 1_000_000 };
const log: string[] = [];
const logger = createLineLogger('debug', (_level, line) => log.push(line));

async function open(given: Partial<SpoolOptions> = {}): Promise<OpenedSpool> {
  const spool = createTraceSpool({
    file: ':memory:',
    clock: new ManualClock(1000),
    logger,
    limit: () => 1_000_000,
    ...given,
  });
  onTestFinished(() => spool.close());
  return spool;
}

async function aFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'torii-spool-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'spool.db');
}

const entries = (...payloads: readonly string[]) => payloads.map((payload) => ({ payload }));
const payloads = (claimed: readonly { readonly payload: string }[]) => claimed.map(({ payload }) => payload);

describe('the spool of traces', () => {
  it('gives back what came first, in parts, each destination its own', async () => {
    const spool = await open();
    await spool.add('a', entries('1', '2', '3'));
    await spool.add('b', entries('4'));
    expect(payloads(await spool.claim('a', { entries: 2, size: 1000 }))).toEqual(['1', '2']);
    expect(payloads(await spool.claim('a', ALL))).toEqual(['3']);
    expect(payloads(await spool.claim('b', ALL))).toEqual(['4']);
  });

  it('keeps a claimed entry from others until it is released, and counts it until it is removed', async () => {
    const spool = await open();
    await spool.add('a', entries('1', '2'));
    const claimed = await spool.claim('a', ALL);
    expect(await spool.claim('a', ALL)).toEqual([]);
    await spool.release('a', [claimed[1]?.id ?? 0]);
    await spool.remove('a', [claimed[0]?.id ?? 0]);
    expect(payloads(await spool.claim('a', ALL))).toEqual(['2']);
    expect(spool.count('a')).toBe(1);
  });

  it('takes at least one entry, however large, and no second that is too much', async () => {
    const spool = await open();
    await spool.add('a', entries('x'.repeat(900), 'y'));
    expect(await spool.claim('a', { entries: 10, size: 100 })).toHaveLength(1);
  });

  it('lets the oldest make room, and says how many', async () => {
    const spool = await open({ limit: () => 100 * 500 });
    const many = Array.from({ length: 150 }, (_, index) => `${index}${'.'.repeat(500 - String(index).length)}`);
    expect(await spool.add('a', entries(...many))).toBeGreaterThanOrEqual(50);
    const left = await spool.claim('a', { entries: 1000, size: 1_000_000 });
    expect(left.at(-1)?.payload).toBe(many.at(-1));
    expect(spool.count('a')).toBe(left.length);
    expect(left.length).toBeLessThanOrEqual(100);
  });

  it('makes its file when there is something to keep, not before', async () => {
    const file = await aFile();
    const spool = await open({ file });
    expect(existsSync(file)).toBe(false);
    await spool.add('a', entries('1'));
    expect(existsSync(file)).toBe(true);
  });

  it('refuses what comes after its end, and makes no file for it', async () => {
    const file = await aFile();
    const spool = await open({ file });
    spool.close();
    await expect(spool.add('a', entries('1'))).rejects.toThrow('failed');
    expect(existsSync(file)).toBe(false);
  });

  it('says at its opening that its file cannot be opened', async () => {
    const file = await aFile();
    await mkdir(file);
    const spool = await open({ file });
    await expect(spool.open()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('carries long and foreign texts unchanged', async () => {
    const spool = await open();
    const text = JSON.stringify({ words: '漢字とemoji 🏯 '.repeat(1000) });
    await spool.add('a', entries(text));
    expect(payloads(await spool.claim('a', ALL))).toEqual([text]);
  });
});

describe('the spool after a crash', () => {
  it('has what was written, and frees what the dead process was sending', async () => {
    const file = await aFile();
    const dead = await open({ file, owner: { pid: 4_000_000, isAlive: () => true } });
    await dead.add('a', entries('sent by nobody', 'waiting'));
    await dead.claim('a', { entries: 1, size: 1000 });
    const next = await open({ file, owner: { pid: 5_000_000, isAlive: () => false } });
    expect(payloads(await next.claim('a', ALL))).toEqual(['sent by nobody', 'waiting']);
  });

  it('leaves alone what a living process is sending, until its lease is over', async () => {
    const file = await aFile();
    const clock = new ManualClock(1000);
    const isAlive = () => true;
    const one = await open({ file, clock, owner: { pid: 4_000_000, isAlive } });
    await one.add('a', entries('1'));
    await one.claim('a', ALL);
    const other = await open({ file, clock, owner: { pid: 5_000_000, isAlive } });
    expect(await other.claim('a', ALL)).toEqual([]);
    await clock.advance(61_000);
    expect(payloads(await other.claim('a', ALL))).toEqual(['1']);
  });

  it('begins anew where its file is damaged, and says so', async () => {
    const file = await aFile();
    await writeFile(file, 'this is no database, but long enough to look like a file of one '.repeat(100));
    const spool = await open({ file });
    expect(spool.count('a')).toBe(0);
    expect(log.join('\n')).toContain('The traces that waited in it are lost');
  });
});
