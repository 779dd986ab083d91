/** The real Claude Code CLI, through the built gateway, to the Bedrock simulator. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { BedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { type RecordedRequest, type ScriptedAnswer, scriptTurns } from '../simulators/bedrock/scenario.ts';
import { claudeCode } from '../tools/programs.ts';
import { ClaudeCodeUser } from './claudeCodeProgram.ts';
import { CLAUDE, GROUP, newKey, startClaude, toolResultsOf } from './claudeOnBedrock.ts';

const FINAL_TEXT = 'The file greets us.';

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

beforeAll(() => claudeCode());

describe('Claude Code through Torii on Amazon Bedrock', () => {
  it('thinks, reads a file with its tool and answers', async () => {
    const { user, file } = newUser();
    const { bedrock, gateway } = await startClaude();
    const read = { name: 'Read', input: { file_path: file } };
    scriptTask(bedrock, [
      { thinking: 'I should look at the file.', text: 'Let me look.', toolUses: [read] },
      { text: FINAL_TEXT },
    ]);
    const apiKey = await newKey(gateway, 'claude-code');

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
    const { bedrock, gateway } = await startClaude();
    scriptTask(bedrock, [
      {
        toolUses: [
          { name: 'Read', input: { file_path: file } },
          { name: 'Bash', input: { command: 'echo made by $((6 * 7))', description: 'Compute' } },
        ],
      },
      { text: FINAL_TEXT },
    ]);
    const apiKey = await newKey(gateway, 'claude-code');

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
    const { bedrock, gateway } = await startClaude();
    scriptTask(bedrock, [
      { toolUses: [{ name: 'ToolSearch', input: { query: 'select:CronList' } }] },
      { toolUses: [{ name: 'CronList' }] },
      { text: FINAL_TEXT },
    ]);
    const apiKey = await newKey(gateway, 'claude-code');

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
    const { gateway } = await startClaude();

    const run = await user.run('Say hello', {
      baseUrl: gateway.baseUrl,
      apiKey: await newKey(gateway, 'claude-code'),
      model: 'nobody',
    });

    expect(run.result, run.output).toMatchObject({ is_error: true });
    expect(run.output).toContain('model=nobody');
  });
});
