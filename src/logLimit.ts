import { detachedLogFile, putAside } from './config/gatewayLog.ts';

const LOOK_MS = 10_000;
const STANDARD_ERROR = 2;

/** Keeps the log of this program, which is a detached gateway's, from growing without bound while it runs. */
export function limitLog(home: string, port: number): void {
  const file = detachedLogFile(home, port);
  setInterval(() => putAside(file, STANDARD_ERROR), LOOK_MS).unref();
}
