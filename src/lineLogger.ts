import type { Clock, Logger } from './domain/ports.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Keys, AWS key ids and bearer tokens never reach a log, whoever put them into a message. */
const SECRETS = [/\bsk-[A-Za-z0-9_-]{6,}/g, /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g, /\bBearer\s+[A-Za-z0-9._~+/=-]{8,}/gi];

/** Hands every line of `least` or above to `write`: `message key=value …`. */
export function createLineLogger(least: LogLevel, write: (level: LogLevel, line: string) => void): Logger {
  const log =
    (level: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(least)) return;
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        value === undefined ? [] : `${name}=${toText(value)}`,
      );
      write(level, maskSecrets([message, ...pairs].join(' ')));
    };
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** The same for a terminal: time and level before the line. */
export function createTerminalLogger(least: LogLevel, clock: Clock, stream: NodeJS.WritableStream): Logger {
  return createLineLogger(least, (level, line) => {
    stream.write(`${new Date(clock.now()).toISOString()} ${level.toUpperCase().padEnd(5)} ${line}\n`);
  });
}

export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, pattern) => masked.replace(pattern, '***'), text);
}

function toText(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? String(value);
}
