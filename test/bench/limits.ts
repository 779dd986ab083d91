import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { boundText, isMet, type Row, rowKey } from './row.ts';

/** By `rowKey`: what a figure must not fall behind again. The unit is that of the row's goal. */
export type Limits = Readonly<Record<string, number>>;

const FILE = 'test/bench/limits.json';
/** Runs differ by so much without a cause. */
const ROOM = 0.25;
/** Beside a figure near zero a part of it is no room at all. */
const LEAST_ROOM = 0.1;

export function readLimits(): Limits {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

/** Makes this run's figures the limits of later ones, with some room; those of other rows stay. */
export function writeLimits(rows: readonly Row[]): void {
  const own = rows.filter(({ goal }) => goal !== undefined).map((row) => [rowKey(row), limitFor(row)] as const);
  const all = { ...readLimits(), ...Object.fromEntries(own) };
  const sorted = Object.entries(all).toSorted(([one], [other]) => one.localeCompare(other));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

/** What a later figure may be, in the row's unit. */
export function limitFor({ goal, value }: Row): number {
  const room = Math.max(Math.abs(value) * ROOM, LEAST_ROOM);
  const limit = goal?.kind === 'at least' ? value * (1 - ROOM) : value + room;
  return Number(limit.toPrecision(2));
}

/** Says of each row that is worse than its limit by what; a row without one has its goal as its limit. */
export function regressions(rows: readonly Row[], limits: Limits): readonly string[] {
  return rows
    .filter((row) => isMet(row, limits[rowKey(row)]) === false)
    .map((row) => `${rowKey(row)}: ${row.figure}, allowed is ${boundText(row.goal, limits[rowKey(row)])}`);
}
