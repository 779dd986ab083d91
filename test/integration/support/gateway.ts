import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GatewayOptions } from '../../../src/compose/gatewayOptions.ts';
import { type RunningGateway, startGateway } from '../../../src/compose.ts';
import { homeAt } from '../../../src/config/home.ts';
import type { ConnectionLimits } from '../../../src/gateway/slowRequests.ts';
import { createLineLogger } from '../../../src/lineLogger.ts';
import { removeFolder } from '../../support/removeFolder.ts';
import { putNewLedger } from './newLedger.ts';

export const MASTER_KEY = 'sk-test-master';

export interface SpendRow {
  readonly request_id: string;
  readonly call_type: string;
  readonly spend: number | null;
  readonly status: string;
  readonly stream?: boolean;
  readonly model: string;
  readonly model_group: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly session_id: string;
  readonly metadata: {
    readonly user_api_key_alias: string | null;
    readonly attempts: readonly { readonly group: string; readonly status: string; readonly reason: string }[];
    readonly error_information?: {
      readonly error_code: string;
      readonly error_class: string;
      readonly error_message: string;
    };
    readonly usage_object: unknown;
  };
}

export interface TestGateway extends RunningGateway {
  readonly directory: string;
  readonly configFile: string;
  readonly log: readonly string[];
  /** A call with the master key, or with the headers that are given. */
  call(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  chat(body: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>;
  /** The ledger, newest first. */
  rows(): Promise<readonly SpendRow[]>;
  /** Ends this gateway and starts another on its home and its config. */
  restart(): Promise<TestGateway>;
}

/** A real gateway on a free port with a home of its own; it ends with the test. */
export async function startTestGateway(
  config: string,
  environment: Record<string, string | undefined> = {},
  host = '127.0.0.1',
  connectionLimits?: ConnectionLimits,
): Promise<TestGateway> {
  const directory = await mkdtemp(join(tmpdir(), 'torii-test-'));
  const configFile = join(directory, 'config.yaml');
  await writeFile(configFile, config);
  await putNewLedger(homeAt(join(directory, 'home')));
  onTestFinished(() => removeFolder(directory));
  return await startIn(directory, environment, { host, connectionLimits });
}

async function startIn(
  directory: string,
  environment: Record<string, string | undefined>,
  listening: Pick<GatewayOptions, 'host' | 'connectionLimits'>,
): Promise<TestGateway> {
  const configFile = join(directory, 'config.yaml');
  const log: string[] = [];
  const gateway = await startGateway({
    home: homeAt(join(directory, 'home')),
    ...listening,
    port: 0,
    configFile,
    version: 'test',
    distDirectory: join(directory, 'dist'),
    environment: { LITELLM_MASTER_KEY: MASTER_KEY, ...environment },
    logger: createLineLogger('debug', (level, line) => log.push(`${level} ${line}`)),
  });
  onTestFinished(() => gateway.close(0));
  const call: TestGateway['call'] = (path, body, headers) =>
    fetch(gateway.baseUrl + path, {
      ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...(headers ?? { authorization: `Bearer ${MASTER_KEY}` }) },
    });
  return {
    ...gateway,
    directory,
    configFile,
    log,
    call,
    chat: (body, headers) => call('/v1/chat/completions', body, headers),
    rows: async () => (await (await call('/spend/logs')).json()) as SpendRow[],
    restart: async () => {
      await gateway.close(0);
      return await startIn(directory, environment, listening);
    },
  };
}

/** `data:` payloads of a finished stream. */
export async function frames(response: Response): Promise<readonly string[]> {
  const text = await response.text();
  return text
    .split('\n\n')
    .filter((part) => part.startsWith('data: '))
    .map((part) => part.slice('data: '.length));
}

/** The text of a stream's content deltas. */
export function contentOf(data: readonly string[]): string {
  return data
    .filter((part) => part !== '[DONE]')
    .map(
      (part) =>
        (JSON.parse(part) as { choices?: { delta?: { content?: string } }[] }).choices?.[0]?.delta?.content ?? '',
    )
    .join('');
}

/** Resolves with the first row of the ledger that fits, however long its writing takes. */
export async function rowWhere(gateway: TestGateway, fits: (row: SpendRow) => boolean): Promise<SpendRow> {
  for (;;) {
    const row = (await gateway.rows()).find(fits);
    if (row !== undefined) return row;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
