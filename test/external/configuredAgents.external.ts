/** Real agents, configured by `torii configure` alone, work through the built gateway on the Bedrock simulator, and are restored. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { RecordedRequest } from '../simulators/bedrock/scenario.ts';
import { removeFolder } from '../support/removeFolder.ts';
import { toolEnvironment } from '../tools/install.ts';
import { AGENT_PROGRAMS, type AgentProgram } from './agentPrograms.ts';
import { CLAUDE, GROUP, startClaude, toolResultsOf } from './claudeOnBedrock.ts';
import { type ProgramRun, runProgram } from './runProgram.ts';
import type { ToriiGateway } from './toriiGateway.ts';

const FINAL_TEXT = 'The file greets us.';
const RUN_LIMIT_MS = 120_000;

const spendRowsSchema = z.array(
  z.object({ model_group: z.string(), status: z.string(), metadata: z.object({ user_api_key_alias: z.string() }) }),
);

interface World {
  readonly home: string;
  readonly workspace: string;
  readonly gateway: ToriiGateway;
  readonly requests: readonly RecordedRequest[];
}

/** A gateway with one Claude on the simulator, which lets the agent read hello.txt once; and a user with a workspace. */
async function newWorld(agent: AgentProgram): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), `torii-external-${agent.id}-`));
  onTestFinished(() => removeFolder(root));
  const [home, workspace] = [join(root, 'home'), join(root, 'workspace')];
  for (const folder of [home, workspace]) mkdirSync(folder);
  const file = join(workspace, 'hello.txt');
  writeFileSync(file, 'hello from the workspace\n');
  const { bedrock, gateway } = await startClaude();
  const call = agent.read?.(file);
  bedrock.script(CLAUDE, (request) => {
    if (call === undefined) return { text: `hello.txt\n\`\`\`\n${FINAL_TEXT}\n\`\`\`\n` };
    const hasTool = request.body.toolConfig?.tools?.some((tool) => tool.toolSpec?.name === call.name) === true;
    return hasTool && toolResultsOf(request) === '[]'
      ? { text: 'Let me look.', toolUses: [call] }
      : { text: FINAL_TEXT };
  });
  return { home, workspace, gateway, requests: bedrock.requests };
}

async function runAgent(agent: AgentProgram, { home, workspace }: World): Promise<ProgramRun> {
  const program = (await agent.tool()).bin(agent.bin);
  const noProxy = { NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' };
  return runProgram(program, agent.args('Read the file hello.txt please'), {
    cwd: workspace,
    env: { PATH: toolEnvironment()['PATH'] ?? '', HOME: home, ...noProxy, ...agent.variables },
    timeout: RUN_LIMIT_MS,
  });
}

/** Where the program has written a setting of its own since, that is a change to choose about. */
async function restore({ id, ownSetting }: AgentProgram, { gateway, home }: World): Promise<void> {
  if (ownSetting === undefined) return void (await gateway.configure(home, id, '--restore'));
  await expect(gateway.configure(home, id, '--restore')).rejects.toThrow(`(${ownSetting})`);
  await gateway.configure(home, id, '--restore', '--overwrite');
}

describe.each(AGENT_PROGRAMS)('$id after "torii configure $id"', (agent) => {
  beforeAll(() => agent.tool());

  it('works through the gateway with a key of its own, and is restored byte for byte', async () => {
    const world = await newWorld(agent);
    const settings = join(world.home, agent.settings.file);
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, agent.settings.text);

    await world.gateway.configure(world.home, agent.id, '--yes');
    const run = await runAgent(agent, world);

    expect(run.exitCode, run.output).toBe(0);
    expect(run.output).toContain(FINAL_TEXT);
    const results = world.requests.map(toolResultsOf).join('');
    if (agent.read === undefined)
      expect(readFileSync(join(world.workspace, 'hello.txt'), 'utf8')).toContain(FINAL_TEXT);
    else expect(results, run.output).toContain('hello from the workspace');
    const rows = await world.gateway.call('GET', '/spend/logs', spendRowsSchema);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ model_group: GROUP, status: 'success', metadata: { user_api_key_alias: agent.id } });
    }

    await restore(agent, world);
    expect(readFileSync(settings, 'utf8')).toBe(agent.settings.text);
  });
});
