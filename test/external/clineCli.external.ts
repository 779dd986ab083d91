/** The real Cline CLI, through the built gateway, to an upstream: configured by our code alone, billed to its own key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { requestListSchema } from '../../src/protocol/api.ts';
import { type ScriptedToolUse, scriptTurns } from '../simulators/bedrock/scenario.ts';
import { cline } from '../tools/programs.ts';
import { CLAUDE, GROUP, newKey, startClaude, startGatewayFor, toolResultsOf } from './claudeOnBedrock.ts';
import { ClineUser } from './clineProgram.ts';
import { configureClineUser } from './configureClineUser.ts';
import { startScriptedServer } from './scriptedOpenAiServer.ts';
import type { ToriiGateway } from './toriiGateway.ts';

const FINAL_TEXT = 'The file greets us.';

const spendRowsSchema = z.array(
  z.object({
    model_group: z.string(),
    spend: z.number(),
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    status: z.string(),
    metadata: z.object({ user_api_key_alias: z.string() }),
  }),
);

type SpendRow = z.infer<typeof spendRowsSchema>[number];

function readFile(path: string): ScriptedToolUse {
  return { name: 'read_files', input: { files: [{ path }] } };
}

/** A user whose workspace holds one file. */
function newUser(): { readonly cline: ClineUser; readonly file: string } {
  const cline = new ClineUser();
  onTestFinished(() => cline.dispose());
  const file = join(cline.workspace, 'hello.txt');
  writeFileSync(file, 'hello from the workspace\n');
  return { cline, file };
}

/** Points Cline at the gateway with a key named `cline`. */
async function configure(cline: ClineUser, gateway: ToriiGateway): Promise<void> {
  const apiKey = await newKey(gateway, 'cline');
  await configureClineUser(cline, { baseUrl: gateway.baseUrl, apiKey, model: GROUP });
}

/** Two streamed calls of the `cline` key, each with tokens and a cost. */
async function expectTwoBilledCalls(gateway: ToriiGateway): Promise<readonly SpendRow[]> {
  const rows = await gateway.call('GET', '/spend/logs', spendRowsSchema);
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({
      model_group: GROUP,
      status: 'success',
      metadata: { user_api_key_alias: 'cline' },
    });
    expect(row.spend).toBeGreaterThan(0);
  }
  const { requests } = await gateway.call('GET', '/torii/requests', requestListSchema);
  expect(requests.map(({ stream, keyAlias }) => ({ stream, keyAlias }))).toEqual(
    Array(2).fill({ stream: true, keyAlias: 'cline' }),
  );
  return rows;
}

beforeAll(() => cline());

describe('the Cline CLI through Torii', () => {
  it('works through a tool call on an OpenAI-compatible server', async () => {
    const user = newUser();
    const upstream = await startScriptedServer('upstream-model', [
      { tool: 'read_files', input: { files: [{ path: user.file }] } },
      { text: FINAL_TEXT },
    ]);
    onTestFinished(() => upstream.close());
    const gateway = await startGatewayFor({
      model: 'openai/upstream-model',
      api_base: `${upstream.baseUrl}/v1`,
      api_key: 'sk-test-upstream',
    });
    await configure(user.cline, gateway);

    const run = await user.cline.run('Read the hello file please');

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ finishReason: 'completed', text: FINAL_TEXT });
    const chats = upstream.requests.filter(({ path }) => path === '/v1/chat/completions');
    expect(chats.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill('Bearer sk-test-upstream'));
    expect(JSON.stringify(chats[1]?.body)).toContain('hello from the workspace');
    const rows = await expectTwoBilledCalls(gateway);
    expect(rows.map(({ spend }) => spend)).toEqual(Array(2).fill(0.00315));
  });

  it('works through a tool call on Amazon Bedrock', async () => {
    const user = newUser();
    const { bedrock, gateway } = await startClaude();
    bedrock.script(
      CLAUDE,
      scriptTurns([{ text: 'Let me look.', toolUses: [readFile(user.file)] }, { text: FINAL_TEXT }]),
    );
    await configure(user.cline, gateway);

    const run = await user.cline.run('Read the hello file please');

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ finishReason: 'completed', text: FINAL_TEXT });
    expect(bedrock.requests.map(({ model, stream }) => ({ model, stream }))).toEqual(
      Array(2).fill({ model: CLAUDE, stream: true }),
    );
    expect(toolResultsOf(bedrock.requests[1])).toContain('hello from the workspace');
    await expectTwoBilledCalls(gateway);
  });

  it('runs a command on Amazon Bedrock with thinking on', async () => {
    const user = newUser();
    const { bedrock, gateway } = await startClaude();
    const command = { name: 'run_commands', input: { commands: ['echo made by $((6 * 7))'] } };
    bedrock.script(CLAUDE, scriptTurns([{ thinking: 'I need a shell.', toolUses: [command] }, { text: FINAL_TEXT }]));
    await configure(user.cline, gateway);

    const run = await user.cline.run('Compute with the shell', ['--thinking', 'high']);

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ finishReason: 'completed', text: FINAL_TEXT });
    expect(bedrock.requests[0]?.body.additionalModelRequestFields).toMatchObject({ thinking: { type: 'enabled' } });
    expect(toolResultsOf(bedrock.requests[1])).toContain('made by 42');
    await expectTwoBilledCalls(gateway);
  });
});
