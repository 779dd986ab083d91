/** The real Codex CLI, through the built gateway, to Amazon Bedrock: a task with a tool call, billed to its own key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { BedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { type Scripted, scriptTurns } from '../simulators/bedrock/scenario.ts';
import { codex } from '../tools/programs.ts';
import { CLAUDE, GROUP, newKey, startClaude, toolResultsOf } from './claudeOnBedrock.ts';
import { CodexUser } from './codexProgram.ts';
import type { ToriiGateway } from './toriiGateway.ts';

const FINAL_TEXT = 'The file greets us.';

const spendRowsSchema = z.array(
  z.object({
    call_type: z.string(),
    model_group: z.string(),
    spend: z.number(),
    status: z.string(),
    session_id: z.string(),
    metadata: z.object({ user_api_key_alias: z.string() }),
  }),
);

interface Setup {
  readonly bedrock: BedrockSimulator;
  readonly gateway: ToriiGateway;
  readonly codex: CodexUser;
}

/** Codex on a gateway with one Claude on Bedrock, and a workspace with one file. */
async function setUp(answers: readonly Scripted[], parameters: object = {}): Promise<Setup> {
  const { bedrock, gateway } = await startClaude(parameters);
  bedrock.script(CLAUDE, scriptTurns(answers));
  const provider = { baseUrl: gateway.baseUrl, apiKey: await newKey(gateway, 'codex'), model: GROUP };
  const codex = new CodexUser(provider);
  onTestFinished(() => codex.dispose());
  writeFileSync(join(codex.workspace, 'hello.txt'), 'hello from the workspace\n');
  return { bedrock, gateway, codex };
}

function execCommand(command: string): { readonly name: string; readonly input: object } {
  return { name: 'exec_command', input: { cmd: command } };
}

beforeAll(() => codex());

describe('the Codex CLI through Torii', () => {
  it('works through a tool call on Amazon Bedrock', async () => {
    const { bedrock, gateway, codex } = await setUp([
      { text: 'Let me look.', toolUses: [execCommand('cat hello.txt')] },
      { text: FINAL_TEXT },
    ]);

    const run = await codex.run('Read the hello file please');

    expect(run.exitCode, run.output).toBe(0);
    expect(JSON.stringify(run.events), run.output).toContain(FINAL_TEXT);
    expect(
      bedrock.requests.map(({ stream }) => stream),
      run.output,
    ).toEqual([true, true]);
    expect(toolResultsOf(bedrock.requests[1])).toContain('hello from the workspace');
    const rows = await gateway.call('GET', '/spend/logs', spendRowsSchema);
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(1);
    for (const row of rows) {
      expect(row).toMatchObject({
        call_type: 'aresponses',
        model_group: GROUP,
        status: 'success',
        metadata: { user_api_key_alias: 'codex' },
      });
      expect(row.spend).toBeGreaterThan(0);
    }
  });

  it('keeps signed thinking across a tool call', async () => {
    const { bedrock, codex } = await setUp(
      [{ thinking: 'I need a shell.', toolUses: [execCommand('echo made by $((6 * 7))')] }, { text: FINAL_TEXT }],
      { thinking: { type: 'enabled', budget_tokens: 2048 } },
    );

    const run = await codex.run('Compute with the shell');

    expect(run.exitCode, run.output).toBe(0);
    expect(JSON.stringify(run.events), run.output).toContain(FINAL_TEXT);
    expect(toolResultsOf(bedrock.requests[1])).toContain('made by 42');
    expect(bedrock.requests[1]?.body.additionalModelRequestFields).toMatchObject({ thinking: { type: 'enabled' } });
    expect(JSON.stringify(bedrock.requests[1]?.body.messages)).toContain('I need a shell.');
  });
});
