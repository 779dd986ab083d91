import { z } from 'zod';
import { amount, anyMap, duration, section } from './fields.ts';

const AT_CAP = ['refuse', 'fallback', 'ask'] as const;

const atCap = z
  .enum(AT_CAP, { error: `one of ${AT_CAP.join(', ')}` })
  .optional()
  .describe(
    'What happens to a request that the budget has no room for: refuse, fallback (to a cheaper group), or ask.',
  );

const windows = z
  .array(
    section({ max_budget: amount('USD.'), budget_duration: duration('When it begins again, e.g. 1d.') }, 'A window.'),
    {
      error: 'a list of windows',
    },
  )
  .optional()
  .describe('Several budgets that hold at once, each with its own window.');

const limitsSchema = section(
  {
    max_budget: amount('What may be spent, in USD.'),
    budget_duration: duration('When the budget begins again, e.g. 1d, 7d, 30d.'),
    budget_limits: windows,
    soft_budget: amount('A notice when this much, in USD, is spent; nothing is refused.'),
    rpm_limit: amount('Requests per minute.'),
    tpm_limit: amount('Tokens per minute.'),
    max_parallel_requests: amount('Requests that may run at once.'),
    at_cap: atCap,
    budget_fallbacks: anyMap('By model group, the groups to go to when the budget has no room.'),
  },
  'Limits.',
);

/** `torii_settings.budgets`. */
export const budgetsSchema = section(
  {
    at_cap: atCap,
    fallbacks: anyMap(
      'By model group (`*` for all others), the groups to go to, in order, when a budget has no room and at_cap is fallback.',
    ),
    ask_timeout: amount('Seconds that a request waits for an answer when at_cap is ask (120); then it is refused.'),
    unpriced_models: z
      .enum(['refuse', 'allow'], { error: 'refuse or allow' })
      .optional()
      .describe('Whether callers with a budget may use models whose price is not known (refuse).'),
    outgrown_answers: z
      .enum(['finish', 'stop'], { error: 'finish or stop' })
      .optional()
      .describe(
        'What happens to an answer that costs more than was reserved for it when its budget has no more room: it may finish, or is stopped with a budget error (finish).',
      ),
    usual_output_tokens: amount('Output tokens to reserve for when the client sets no limit (16384).'),
    global: limitsSchema.optional().describe('Limits of everything together.'),
    models: z
      .record(z.string(), limitsSchema, { error: 'a map of limits' })
      .optional()
      .describe('Limits by model group, all callers together.'),
  },
  'How budgets behave, and those of everything together and of models.',
);
