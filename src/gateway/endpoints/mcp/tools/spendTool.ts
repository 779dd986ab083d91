import { z } from 'zod';
import type { SpendFilter, SpendTotals } from '../../../../domain/ports.ts';
import { type Range, rangeFields, readRange } from '../mcpRange.ts';
import { type McpScope, tokenFor } from '../mcpScope.ts';
import { defineTool, isoOf, usdOf } from '../mcpTool.ts';

const MOST_PARTS = 50;

const totals = {
  costUsd: z.number().describe('Sum of the known costs'),
  requests: z.number(),
  failures: z.number(),
  unknownCostRequests: z.number().describe('Requests whose cost is not known, and not in costUsd'),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
};

/** Spend of a span of time, as a whole or in parts. */
export const spendTool = defineTool({
  name: 'torii_spend',
  title: 'Spend so far',
  description:
    'What requests through Torii have cost: in all, and by model, virtual key or task where `by` says so. Today, or from and to.',
  input: z.object({
    ...rangeFields,
    by: z.enum(['model', 'key', 'task']).optional().describe('Adds the parts, largest first, 50 at most.'),
    key: z.string().optional().describe('Alias of the virtual key to look at.'),
  }),
  output: z.object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    total: z.object(totals),
    parts: z.array(z.object({ name: z.string(), id: z.string().optional(), ...totals })),
  }),
  async read(scope, { by, key, ...input }) {
    const range = readRange(input, scope.context.clock.now());
    const filter = { ...range, token: await tokenFor(scope, key) };
    const parts = await partsOf(scope, filter, range, by);
    return {
      from: isoOf(range.from),
      to: isoOf(range.to),
      total: toTotals(await scope.context.spend.totals(filter)),
      parts: parts.toSorted((one, other) => other.costUsd - one.costUsd).slice(0, MOST_PARTS),
    };
  },
});

type Part = { name: string; id?: string } & ReturnType<typeof toTotals>;

async function partsOf(
  scope: McpScope,
  filter: SpendFilter,
  range: Range,
  by: 'model' | 'key' | 'task' | undefined,
): Promise<readonly Part[]> {
  const { spend } = scope.context;
  if (by === 'model') {
    return (await spend.byModel(filter)).map((sums) => ({ name: sums.modelGroup, ...toTotals(sums) }));
  }
  if (by === 'key') return await keyParts(scope, filter);
  return by === 'task' ? await taskParts(scope, filter, range) : [];
}

/** The spend of a whole task counts, also what it cost outside of the range. */
async function taskParts({ context }: McpScope, { token }: SpendFilter, range: Range): Promise<readonly Part[]> {
  await context.tasks.flush();
  const tasks = await context.taskStore.list({ token, ...range }, { offset: 0, limit: MOST_PARTS });
  return tasks.map((task) => ({ name: task.title ?? task.client ?? 'unknown', id: task.id, ...toTotals(task) }));
}

async function keyParts({ context }: McpScope, filter: SpendFilter): Promise<readonly Part[]> {
  const tokens = await context.spend.tokens(filter, MOST_PARTS);
  return await Promise.all(
    tokens.map(async (token) => {
      const key = await context.keys.findByToken(token);
      const name = key?.keyAlias ?? key?.keyName ?? 'master key, or a key that was deleted';
      return { name, ...toTotals(await context.spend.totals({ ...filter, token })) };
    }),
  );
}

function toTotals(totals: SpendTotals) {
  return {
    costUsd: usdOf(totals.cost) ?? 0,
    requests: totals.requests,
    failures: totals.failures,
    unknownCostRequests: totals.unknownCostRequests,
    inputTokens: totals.inputTokens,
    outputTokens: totals.outputTokens,
    cacheReadTokens: totals.cacheReadTokens,
    cacheWriteTokens: totals.cacheWriteTokens,
  };
}
