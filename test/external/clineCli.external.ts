/** The real Cline CLI, through the built gateway, to an upstream: configured by our code alone, billed to its own key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { requestListSchema } from '../../src/protocol/api.ts';
import { ClineUser } from './clineProgram.ts';
import { configureClineUser } from './configureClineUser.ts';
import { startScriptedServer } from './scriptedOpenAiServer.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-master-external';
const GROUP = 'coding-model';
const PRICES = { input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 };
const FINAL_TEXT = 'The file greets us.';

const generatedKeySchema = z.object({ key: z.string() });
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

async function newGateway(deployment: object): Promise<ToriiGateway> {
  const gateway = await startToriiGateway(
    {
      model_list: [{ model_name: GROUP, litellm_params: deployment, model_info: PRICES }],
      general_settings: { master_key: MASTER_KEY },
    },
    MASTER_KEY,
  );
  onTestFinished(() => gateway.stop());
  return gateway;
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
  const { key } = await gateway.call('POST', '/key/generate', generatedKeySchema, { key_alias: 'cline' });
  await configureClineUser(cline, { baseUrl: gateway.baseUrl, apiKey: key, model: GROUP });
}

/** Two streamed calls of the `cline` key, each with tokens and a cost. */
async function expectTwoBilledCalls(gateway: ToriiGateway): Promise<void> {
  const rows = await gateway.call('GET', '/spend/logs', spendRowsSchema);
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({
      model_group: GROUP,
      status: 'success',
      metadata: { user_api_key_alias: 'cline' },
    });
    expect(row.spend).toBeGreaterThan(0);
    expect(row.spend).toBeCloseTo(row.prompt_tokens * 0.000003 + row.completion_tokens * 0.000015, 9);
  }
  const { requests } = await gateway.call('GET', '/torii/requests', requestListSchema);
  expect(requests.map(({ stream, keyAlias }) => ({ stream, keyAlias }))).toEqual(
    Array(2).fill({ stream: true, keyAlias: 'cline' }),
  );
}

describe('the Cline CLI through Torii', () => {
  it('works through a tool call on an OpenAI-compatible server', async () => {
    const user = newUser();
    const upstream = await startScriptedServer('upstream-model', [
      { tool: 'read_files', input: { files: [{ path: user.file }] } },
      { text: FINAL_TEXT },
    ]);
    onTestFinished(() => upstream.close());
    const gateway = await newGateway({
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
    await expectTwoBilledCalls(gateway);
  });
});
