/** The real Claude Code CLI, through the built gateway, to the Bedrock simulator. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { type BedrockSimulator, startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { type RecordedRequest, type ScriptedAnswer, scriptTurns } from '../simulators/bedrock/scenario.ts';
import { claudeCode } from '../tools/programs.ts';
import { ClaudeCodeUser } from './claudeCodeProgram.ts';
import { startToriiGateway, type ToriiGateway } from './toriiGateway.ts';

const MASTER_KEY = 'sk-test-master-external';
const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const GROUP = 'coding-model';
const FINAL_TEXT = 'The file greets us.';

const generatedKeySchema = z.object({ key: z.string() });
const spendRowsSchema = z.array(
  z.object({
    call_type: z.string(),
    model_group: z.string(),
    status: z.string(),
    spend: z.number(),
    session_id: z.string(),
    metadata: z.object({ user_api_key_alias: z.string() }),
  }),
);

async function newBedrock(): Promise<BedrockSimulator> {
  const simulator = await startBedrockSimulator();
  onTestFinished(() => simulator.close());
  return simulator;
}

async function newGateway(bedrock: BedrockSimulator): Promise<ToriiGateway> {
  const deployment = {
    model: `bedrock/${CLAUDE}`,
    aws_region_name: 'us-east-1',
    aws_bedrock_runtime_endpoint: bedrock.url,
    aws_access_key_id: TEST_CREDENTIALS.accessKeyId,
    aws_secret_access_key: TEST_CREDENTIALS.secretAccessKey,
  };
  const gateway = await startToriiGateway(
    {
      model_list: [{ model_name: GROUP, litellm_params: deployment }],
      general_settings: { master_key: MASTER_KEY },
    },
    MASTER_KEY,
  );
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** A user whose workspace holds one file. */
function newUser(): { readonly user: ClaudeCodeUser; readonly file: string } {
  const user = new ClaudeCodeUser();
  onTestFinished(() => user.dispose());
  const file = join(user.workspace, 'hello.txt');
  writeFileSync(file, 'hello from the workspace\n');
  return { user, file };
}

/** The task's own turns follow the script; whatever else the program asks (a title, say) gets a word. */
function scriptTask(bedrock: BedrockSimulator, answers: readonly ScriptedAnswer[]): void {
  const task = scriptTurns(answers);
  bedrock.script(CLAUDE, (request, turn) => (isTask(request) ? task(request, turn) : { text: 'Hello' }));
}

function isTask(request: RecordedRequest): boolean {
  return request.body.toolConfig?.tools?.some((tool) => tool.toolSpec?.name === 'Read') === true;
}

async function newKey(gateway: ToriiGateway): Promise<string> {
  const { key } = await gateway.call('POST', '/key/generate', generatedKeySchema, { key_alias: 'claude-code' });
  return key;
}

/** What the tools gave back, as text. */
function toolResultsOf(request: RecordedRequest | undefined): string {
  const blocks = (request?.body.messages ?? []).flatMap(({ content }) => content);
  return JSON.stringify(blocks.filter((block) => block.toolResult !== undefined));
}

beforeAll(() => claudeCode());

describe('Claude Code through Torii on Amazon Bedrock', () => {
  it('thinks, reads a file with its tool and answers', async () => {
    const { user, file } = newUser();
    const bedrock = await newBedrock();
    const read = { name: 'Read', input: { file_path: file } };
    scriptTask(bedrock, [
      { thinking: 'I should look at the file.', text: 'Let me look.', toolUses: [read] },
      { text: FINAL_TEXT },
    ]);
    const gateway = await newGateway(bedrock);
    const apiKey = await newKey(gateway);

    const run = await user.run('Read hello.txt please', { baseUrl: gateway.baseUrl, apiKey, model: GROUP });

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ subtype: 'success', is_error: false, result: FINAL_TEXT });
    const turns = bedrock.requests.filter(isTask);
    expect(turns).toHaveLength(2);
    expect(toolResultsOf(turns[1])).toContain('hello from the workspace');
    expect(turns[0]?.body.additionalModelRequestFields).toMatchObject({ thinking: { type: 'enabled' } });
    expect(JSON.stringify(turns[1]?.body.messages)).toContain('I should look at the file.');
    const rows = await gateway.call('GET', '/spend/logs', spendRowsSchema);
    expect(new Set(rows.map((row) => row.session_id)).size).toBe(1);
    for (const row of rows) {
      expect(row).toMatchObject({
        call_type: 'anthropic_messages',
        model_group: GROUP,
        status: 'success',
        metadata: { user_api_key_alias: 'claude-code' },
      });
    }
  });

  it('works through two tools at once and a command', async () => {
    const { user, file } = newUser();
    const bedrock = await newBedrock();
    scriptTask(bedrock, [
      {
        toolUses: [
          { name: 'Read', input: { file_path: file } },
          { name: 'Bash', input: { command: 'echo made by $((6 * 7))', description: 'Compute' } },
        ],
      },
      { text: FINAL_TEXT },
    ]);
    const gateway = await newGateway(bedrock);
    const apiKey = await newKey(gateway);

    const flags = ['--allowedTools', 'Bash,Read'];
    const run = await user.run('Read and compute', { baseUrl: gateway.baseUrl, apiKey, model: GROUP }, flags);

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ subtype: 'success', result: FINAL_TEXT });
    const results = toolResultsOf(bedrock.requests.filter(isTask)[1]);
    expect(results).toContain('hello from the workspace');
    expect(results).toContain('made by 42');
  });

  it('loads a tool that it holds back and calls it', async () => {
    const { user } = newUser();
    const bedrock = await newBedrock();
    scriptTask(bedrock, [
      { toolUses: [{ name: 'ToolSearch', input: { query: 'select:CronList' } }] },
      { toolUses: [{ name: 'CronList' }] },
      { text: FINAL_TEXT },
    ]);
    const gateway = await newGateway(bedrock);
    const apiKey = await newKey(gateway);

    const run = await user.run('List the jobs', { baseUrl: gateway.baseUrl, apiKey, model: GROUP });

    expect(run.exitCode, run.output).toBe(0);
    expect(run.result, run.output).toMatchObject({ subtype: 'success', result: FINAL_TEXT });
    const turns = bedrock.requests.filter(isTask);
    expect(turns).toHaveLength(3);
    expect(toolResultsOf(turns[1])).toContain('The tool CronList is available.');
    expect(toolResultsOf(turns[2])).toContain('No scheduled jobs');
  });

  it('tells the user what the gateway refused', async () => {
    const { user } = newUser();
    const bedrock = await newBedrock();
    const gateway = await newGateway(bedrock);

    const run = await user.run('Say hello', {
      baseUrl: gateway.baseUrl,
      apiKey: await newKey(gateway),
      model: 'nobody',
    });

    expect(run.result, run.output).toMatchObject({ is_error: true });
    expect(run.output).toContain('model=nobody');
  });
});
