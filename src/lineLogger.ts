import type { Clock, Logger } from './domain/ports.ts';
import { redactSecrets } from './domain/redactSecrets.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Hands every line of `least` or above to `write`: `message key=value …`. */
export function createLineLogger(least: LogLevel, write: (level: LogLevel, line: string) => void): Logger {
  const log =
    (level: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : `${name}=${toText(value)}`,
      );
      write(level, redactSecrets([message, ...pairs].join(' ')));
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** The same for a terminal: time and level before the line. */
export function createTerminalLogger(least: LogLevel, clock: Clock, stream: NodeJS.WritableStream): Logger {
  return createLineLogger(least, (level, line) => {
    stream.write(`${new Date(clock.now()).toISOString()} ${level.toUpperCase().padEnd(5)} ${line}\n`);
  });
}

function toText(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? String(value);
}
