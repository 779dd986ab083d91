import { z } from 'zod';
import type { SpendRecord } from '../../../../domain/spend.ts';
import { adviceFor } from '../errorAdvice.ts';
import { rangeFields, readRange } from '../mcpRange.ts';
import { tokenFor } from '../mcpScope.ts';
import { defineTool, isoOf, shortened } from '../mcpTool.ts';

const MOST_ERRORS = 20;

/** The last requests that failed. */
export const errorsTool = defineTool({
  name: 'torii_errors',
  title: 'Last errors',
  description:
    "The last failed requests, newest first, with the provider's own words and what to do about each. Today, or from and to.",
  input: z.object({
    ...rangeFields,
    model: z.string().optional().describe('Only this model group.'),
    key: z.string().optional().describe('Alias of the virtual key to look at.'),
    limit: z.number().int().min(1).max(MOST_ERRORS).default(5),
  }),
  output: z.object({
    errors: z.array(
      z.object({
        callId: z.string().describe('For torii_trace'),
        at: z.string().nullable(),
        model: z.string(),
        provider: z.string().nullable(),
        region: z.string().nullable(),
        status: z.number(),
        kind: z.string(),
        providerCode: z.string().nullable(),
        message: z.string(),
        advice: z.string(),
      }),
    ),
    total: z.number(),
  }),
  async read(scope, { model, key, limit, ...input }) {
    const range = readRange(input, scope.context.clock.now());
    const filter = { ...range, model, status: 'failure' as const, token: await tokenFor(scope, key) };
    const [rows, total] = await Promise.all([
      scope.context.spend.list(filter, { offset: 0, limit }),
      scope.context.spend.count(filter),
    ]);
    return { errors: rows.map(toError), total };
  },
});

function toError(row: SpendRecord) {
  const kind = row.error?.kind ?? 'internal';
  return {
    callId: row.callId,
    at: isoOf(row.startedAt),
    model: row.modelGroup,
    provider: row.provider ?? null,
    region: row.region ?? null,
    status: row.httpStatus,
    kind,
    providerCode: row.error?.code ?? null,
    message: shortened(row.error?.message ?? ''),
    advice: adviceFor(kind),
  };
}
