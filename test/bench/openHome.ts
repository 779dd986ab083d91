import { resolve } from 'node:path';
import { type RunningGateway, startGateway } from '../../src/compose.ts';
import type { Home } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';

const DIST = resolve(import.meta.dirname, '../../dist');

/** Warnings and errors of the gateway, on the terminal. */
export const benchLogger = createLineLogger('warn', (_level, line) => console.error(line));

/** The gateway in this process, on a home that was filled for a measurement, with the home's own config. */
export function openHome(home: Home): Promise<RunningGateway> {
  return startGateway({
    home,
    host: '127.0.0.1',
    port: 0,
    configFile: undefined,
    version: 'bench',
    distDirectory: DIST,
    environment: {},
    logger: benchLogger,
  });
}
