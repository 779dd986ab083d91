/** What real agents tell of their work over OpenTelemetry is joined to the task that the gateway saw. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { type TaskDetail, taskDetailSchema, taskListSchema } from '../../src/protocol/api.ts';
import { scriptTurns } from '../simulators/bedrock/scenario.ts';
import { claudeCode, codex } from '../tools/programs.ts';
import { ClaudeCodeUser } from './claudeCodeProgram.ts';
import { CLAUDE, GROUP, newKey, startClaude } from './claudeOnBedrock.ts';
import { CodexUser } from './codexProgram.ts';
import type { ToriiGateway } from './toriiGateway.ts';

const FINAL_TEXT = 'The file greets us.';
const POLL = { timeout: 30_000 };

beforeAll(async () => {
  await claudeCode();
  await codex();
});

/** What agents told of the one task there is. */
async function activityOf(gateway: ToriiGateway): Promise<TaskDetail['activity']> {
  const { tasks } = await gateway.call('GET', '/torii/tasks', taskListSchema);
  expect(tasks).toHaveLength(1);
  return (await gateway.call('GET', `/torii/tasks/${tasks[0]?.id}`, taskDetailSchema)).activity;
}

it('Claude Code tells of its tool call by its session', async () => {
  const { bedrock, gateway } = await startClaude();
  const user = new ClaudeCodeUser();
  onTestFinished(() => user.dispose());
  const file = join(user.workspace, 'hello.txt');
  writeFileSync(file, 'hello from the workspace\n');
  const task = scriptTurns([{ toolUses: [{ name: 'Read', input: { file_path: file } }] }, { text: FINAL_TEXT }]);
  bedrock.script(CLAUDE, (request, turn) =>
    request.body.toolConfig?.tools === undefined ? { text: 'Hello' } : task(request, turn),
  );
  const apiKey = await newKey(gateway, 'claude-code');
  const run = await user.run('Read hello.txt please', { baseUrl: gateway.baseUrl, apiKey, model: GROUP }, [], {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    CLAUDE_CODE_OTEL_SHUTDOWN_TIMEOUT_MS: '60000',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: gateway.baseUrl,
    OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${apiKey}`,
  });
  expect(run.exitCode, run.output).toBe(0);
  await expect
    .poll(() => activityOf(gateway), POLL)
    .toMatchObject([
      {
        ...{ agent: 'claude-code', joinedBy: 'session', toolCalls: 1, toolFailures: 0 },
        tools: [{ name: 'Read', calls: 1, failures: 0 }],
      },
    ]);
});

it('Codex tells of its tool call by its conversation', async () => {
  const { bedrock, gateway } = await startClaude();
  const call = { name: 'exec_command', input: { cmd: 'echo made by $((6 * 7))' } };
  bedrock.script(CLAUDE, scriptTurns([{ toolUses: [call] }, { text: FINAL_TEXT }]));
  const apiKey = await newKey(gateway, 'codex');
  const headers = `{ "Authorization" = "Bearer ${apiKey}" }`;
  const exporter = `{ otlp-http = { endpoint = "${gateway.baseUrl}/v1/logs", protocol = "binary", headers = ${headers} } }`;
  const user = new CodexUser({ baseUrl: gateway.baseUrl, apiKey, model: GROUP }, `\n[otel]\nexporter = ${exporter}\n`);
  onTestFinished(() => user.dispose());
  const run = await user.run('Compute with the shell');
  expect(run.exitCode, run.output).toBe(0);
  await expect
    .poll(() => activityOf(gateway), POLL)
    .toMatchObject([
      { joinedBy: 'session', toolCalls: 1, toolFailures: 0, tools: [{ name: 'exec_command', calls: 1 }] },
    ]);
});
