import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIMULATED_MODELS } from '../simulators/bedrock/models.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type MessyBody, messyAnthropicBody, messyOpenAiBody } from './support/messyBodies.ts';
import { bedrockModel, bedrockUpstream } from './support/upstreams.ts';

/** Conversations per dialect; `TORII_RUNS=10000` is the long form. */
const RUNS = Number(process.env['TORII_RUNS'] ?? 300);
const MILLISECONDS_PER_RUN = 100;

/**
 * What no gateway can mend, in its own words (docs/bedrock-cases.md, "What Torii refuses itself"). All else that a client
 * sends here must be served.
 */
const UNMENDABLE: readonly RegExp[] = [
  /needs at least one message with content/,
  /this model does not take (?:images|documents)/,
  /tool_choice names the tool .* which the request does not define/,
  /This model does not support tools/,
  /This model does not take a forced tool choice/,
];

/** Ids as people write them into their configs: with the geography where the model has one. */
const MODELS = SIMULATED_MODELS.map((model) => {
  if (!model.profileOnly) return model.id;
  return model.globalOnly === true ? `global.${model.id}` : `us.${model.id}`;
});

/** With the share of bodies that are served, by 2000 of each: the rest are refused for what cannot be mended. */
const DIALECTS: readonly (readonly [string, string, fc.Arbitrary<MessyBody>, number])[] = [
  ['OpenAI', '/v1/chat/completions', messyOpenAiBody, 0.71],
  ['Anthropic', '/v1/messages', messyAnthropicBody, 0.62],
];

/**
 * What chance cannot fall below: six standard deviations of that many draws (once in a thousand million runs), and a
 * twentieth for what the share itself is not known to.
 */
function leastServed(runs: number, share: number): number {
  return runs * (share - 0.05) - 6 * Math.sqrt(runs * share * (1 - share));
}

async function startMessyGateway() {
  const simulator = await bedrockUpstream();
  const models = MODELS.map((model) => bedrockModel(simulator, model, model)).join('');
  const gateway = await startTestGateway(
    `model_list:\n${models}router_settings:\n  num_retries: 0\n  disable_cooldowns: true\n`,
  );
  return { simulator, gateway };
}

/** Undefined where the conversation was served, and where Torii refused what cannot be mended; else what went wrong. */
async function problemOf(gateway: TestGateway, path: string, body: MessyBody): Promise<'refused' | string | undefined> {
  const response = await gateway.call(path, body);
  const answer = await response.text();
  if (response.status === 200)
    return /^event: error|"error":\s*{/m.test(answer) ? `200 with ${answer.slice(-400)}` : undefined;
  if (response.status === 400 && UNMENDABLE.some((words) => words.test(answer))) return 'refused';
  return `${response.status} ${answer.slice(0, 600)}`;
}

describe('whatever a client makes of a conversation, Bedrock takes what Torii makes of it', () => {
  it.each(DIALECTS)(
    `%s: ${RUNS} conversations without a refusal that could have been prevented`,
    async (_name, path, bodies, share) => {
      const { simulator, gateway } = await startMessyGateway();
      let served = 0;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...MODELS), bodies, async (model, body) => {
          const before = simulator.requests.length;
          const problem = await problemOf(gateway, path, { ...body, model });
          if (problem !== 'refused') expect(problem).toBeUndefined();
          // One request each: a refusal that was learned from and asked again would be one too many.
          expect(simulator.requests.length - before).toBe(problem === 'refused' ? 0 : 1);
          served += problem === undefined ? 1 : 0;
        }),
        { numRuns: RUNS },
      );
      expect(served).toBeGreaterThan(leastServed(RUNS, share));
    },
    60_000 + RUNS * MILLISECONDS_PER_RUN,
  );
});
