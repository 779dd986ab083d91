/** The real Cline CLI works through a long task with thinking on: it sends neither cache marks nor signatures back. */
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { type RecordedRequest, type ScriptedAnswer, scriptTurns } from '../simulators/bedrock/scenario.ts';
import { signThinking } from '../simulators/bedrock/thinkingSignature.ts';
import { thinkingOf } from '../simulators/bedrock/wire.ts';
import { cline } from '../tools/programs.ts';
import { ClineUser } from './clineProgram.ts';
import { configureClineUser } from './configureClineUser.ts';
import { startToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-master-external';
const MODEL = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0';
const GROUP = 'coding-model';
const CALLS = 30;
const FINAL_TEXT = 'All commands have run.';

const rowsSchema = z.array(
  z.object({
    status: z.string(),
    metadata: z.object({
      usage_object: z.object({ cacheReadInputTokens: z.number() }),
      attempts: z.array(z.object({ notes: z.array(z.object({ code: z.string(), detail: z.string() })) })),
    }),
  }),
);

function thought(turn: number): string {
  return `Step ${turn} of the task needs a shell, and I know which command to run.`;
}

/** Now and then without text, with two calls at once, or with redacted thinking. */
function step(turn: number): ScriptedAnswer {
  const command = (name: string) => ({ name: 'run_commands', input: { commands: [`echo ${name} ${turn}`] } });
  return {
    thinking: thought(turn),
    ...(turn % 7 === 3 ? { redactedThinking: `hidden ${turn}` } : {}),
    ...(turn % 3 === 0 ? {} : { text: `Running step ${turn}.` }),
    toolUses: turn % 5 === 2 ? [command('first'), command('second')] : [command('only')],
  };
}

/** Texts of the signed thinking in the history, each with a signature that holds. */
function thinkingIn(request: RecordedRequest): readonly string[] {
  const blocks = (request.body.messages ?? []).flatMap(({ content }) => content);
  return blocks.flatMap(({ reasoningContent }) => {
    const { text, signature } = reasoningContent?.reasoningText ?? {};
    if (text === undefined) return [];
    expect(signature).toBe(signThinking(text));
    return [text];
  });
}

beforeAll(() => cline());

describe('the Cline CLI through Torii, thinking on', () => {
  it(`works through ${CALLS} turns with tools: nothing is refused, thinking stays, the cache is read`, async () => {
    const cline = new ClineUser();
    onTestFinished(() => cline.dispose());
    const bedrock = await startBedrockSimulator();
    onTestFinished(() => bedrock.close());
    const steps = Array.from({ length: CALLS }, (_, turn) => step(turn));
    bedrock.script(MODEL, scriptTurns([...steps, { thinking: 'That was all.', text: FINAL_TEXT }]));
    const gateway = await startToriiGateway(
      {
        model_list: [
          {
            model_name: GROUP,
            litellm_params: {
              model: `bedrock/${MODEL}`,
              aws_region_name: 'us-east-1',
              aws_bedrock_runtime_endpoint: bedrock.url,
              aws_access_key_id: TEST_CREDENTIALS.accessKeyId,
              aws_secret_access_key: TEST_CREDENTIALS.secretAccessKey,
            },
          },
        ],
        general_settings: { master_key: MASTER_KEY },
      },
      MASTER_KEY,
    );
    onTestFinished(() => gateway.stop());
    const { key } = await gateway.call('POST', '/key/generate', z.object({ key: z.string() }), { key_alias: 'cline' });
    await configureClineUser(cline, { baseUrl: gateway.baseUrl, apiKey: key, model: GROUP });

    const run = await cline.run('Run all the commands one after the other', ['--thinking', 'high']);

    expect(run.exitCode, run.output.slice(-4000)).toBe(0);
    expect(run.result).toMatchObject({ finishReason: 'completed', text: FINAL_TEXT });
    expect(bedrock.requests).toHaveLength(CALLS + 1);
    for (const [turn, request] of bedrock.requests.entries()) {
      expect(thinkingOf(request.body)).toMatchObject({ type: 'enabled' });
      expect(thinkingIn(request)).toEqual(Array.from({ length: turn }, (_, past) => thought(past)));
    }
    const rows = (await gateway.call('GET', '/spend/logs', rowsSchema)).toReversed();
    expect(rows.map(({ status }) => status)).toEqual(Array(CALLS + 1).fill('success'));
    const reads = rows.map(({ metadata }) => metadata.usage_object.cacheReadInputTokens);
    expect(reads[0]).toBe(0);
    for (const [turn, read] of reads.entries()) if (turn > 0) expect(read).toBeGreaterThan(reads[turn - 1] ?? 0);
    const notes = rows.at(-1)?.metadata.attempts[0]?.notes;
    expect(notes).toContainEqual({ code: 'thinking-restored', detail: `in ${CALLS} assistant turns` });
  });
});
