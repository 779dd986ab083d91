import * as vscode from 'vscode';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const THOUSAND = 1000;
const MILLION = 1_000_000;

/** `340 ms`, `1.2 s`, `3 m 12 s`, `2 h 5 m`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m ${Math.floor((ms % MINUTE) / SECOND)} s`;
  return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} m`;
}

/** `840`, `12.2k`, `2.1M`. */
export function formatCount(count: number): string {
  if (count < THOUSAND) return String(count);
  return count < MILLION ? `${(count / THOUSAND).toFixed(1)}k` : `${(count / MILLION).toFixed(1)}M`;
}

/** Time of today, or day and time, in the editor's language. */
export function formatTime(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(vscode.env.language, { hour12: false });
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString(vscode.env.language, { month: 'short', day: 'numeric' })} ${time}`;
}

/** Parts of a description with a dot between them; empty ones are left out. */
export function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
