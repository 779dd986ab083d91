import type { SpendRecord } from '../../../../src/domain/spend.ts';
import type { CallTrace } from '../../../../src/domain/traceExport.ts';
import type { PlainMlflowLogin } from '../../../../src/telemetry/mlflow/mlflowDoor.ts';
import { spendRecord } from '../../storage/support.ts';

export const EVERYTHING = { metrics: undefined, params: undefined, tags: undefined };
export const AT_HOME = { environment: 'local', account: undefined } as const;

const CONTENT = {
  request: {
    messages: [
      { role: 'system', content: 'Answer in one word.' },
      { role: 'user', content: [{ type: 'text', text: 'What is the capital of Japan?' }] },
    ],
  },
  response: { role: 'assistant', content: 'Tokyo' },
};

/** A call as the gateway offers it; the record is a successful one unless it is told otherwise. */
export function callTrace(record: Partial<SpendRecord> = {}, rest: Partial<CallTrace> = {}): CallTrace {
  return {
    record: spendRecord(record),
    metadata: {},
    parameters: { temperature: 0.2, max_tokens: 100 },
    teamAlias: undefined,
    userEmail: undefined,
    content: CONTENT,
    ...rest,
  };
}

export const FAILURE: Partial<SpendRecord> = {
  status: 'failure',
  httpStatus: 429,
  usage: undefined,
  cost: undefined,
  costParts: undefined,
  firstTokenAt: undefined,
  error: { kind: 'rate-limit', code: 'ThrottlingException', message: 'Too many requests, please wait.' },
};

export const NO_LOGIN: PlainMlflowLogin = { username: undefined, password: undefined, token: undefined };
