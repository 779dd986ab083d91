import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/compose.ts';
import { homeAt } from '../../src/config/home.ts';
import { createLineLogger } from '../../src/lineLogger.ts';
import type { BedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { SONNET_35, SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { type RecordedRequest, type ScriptedAnswer, scriptTurns, throttled } from '../simulators/bedrock/scenario.ts';
import { signThinking } from '../simulators/bedrock/thinkingSignature.ts';
import { thinkingOf, type WireReasoning } from '../simulators/bedrock/wire.ts';
import { type ChatDoor, type ClineAnswer, ClineConversation } from './support/clineConversation.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream } from './support/upstreams.ts';

const TURNS = 6;
const EU_37 = SONNET_37.replace(/^us\./, 'eu.');

function thought(turn: number): string {
  return `For file ${turn} I need a tool.`;
}

function reading(turn: number): ScriptedAnswer {
  return {
    thinking: thought(turn),
    text: `Reading file ${turn}.`,
    toolUses: [{ name: 'read_files', input: { path: `file-${turn}.txt`, all: true } }],
  };
}

async function newBedrock(model = '*'): Promise<BedrockSimulator> {
  const bedrock = await bedrockUpstream();
  const answers = Array.from({ length: TURNS - 1 }, (_, turn) => reading(turn));
  bedrock.script(model, scriptTurns([...answers, { thinking: 'That was all.', text: 'All read.' }]));
  return bedrock;
}

function config(bedrock: BedrockSimulator, extra = '', rest = ''): string {
  return `model_list:\n${bedrockModel(bedrock, 'claude', SONNET_37, extra)}${rest}`;
}

async function workThrough(conversation: ClineConversation, turns = TURNS): Promise<readonly ClineAnswer[]> {
  const answers = [await conversation.say('Read all files and sum them up')];
  for (let turn = 1; turn < turns; turn += 1) {
    const last = answers.at(-1);
    if (last !== undefined) answers.push(await conversation.giveResults(last, `line ${turn}`));
  }
  return answers;
}

/** Reasoning blocks by message. */
function reasoningOf(request: RecordedRequest | undefined): readonly (readonly WireReasoning[])[] {
  const assistants = (request?.body.messages ?? []).filter(({ role }) => role === 'assistant');
  return assistants.map(({ content }) => content.flatMap((block) => block.reasoningContent ?? []));
}

function signed(text: string): WireReasoning {
  return { reasoningText: { text, signature: signThinking(text) } };
}

function statuses(answers: readonly ClineAnswer[]): readonly number[] {
  return answers.map(({ status }) => status);
}

async function notesOf(gateway: TestGateway): Promise<readonly { readonly code: string; readonly detail: string }[]> {
  const [row] = await gateway.rows();
  const attempts = row?.metadata.attempts as readonly { notes?: { code: string; detail: string }[] }[] | undefined;
  return attempts?.at(-1)?.notes ?? [];
}

describe('a task of Cline, which drops thinking blocks and signatures', () => {
  it('keeps thinking in every request, with its own signatures in the history', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const answers = await workThrough(new ClineConversation(gateway, 'claude'));
    expect(statuses(answers)).toEqual(Array(TURNS).fill(200));
    expect(answers.map(({ reasoning }) => reasoning)).toEqual([
      ...Array.from({ length: TURNS - 1 }, (_, turn) => thought(turn)),
      'That was all.',
    ]);
    expect(bedrock.requests).toHaveLength(TURNS);
    for (const [turn, request] of bedrock.requests.entries()) {
      expect(thinkingOf(request.body)).toMatchObject({ type: 'enabled' });
      expect(reasoningOf(request)).toEqual(Array.from({ length: turn }, (_, past) => [signed(thought(past))]));
    }
    expect(await notesOf(gateway)).toContainEqual({ code: 'thinking-restored', detail: 'in 5 assistant turns' });
  });

  it('reads from the cache all the while: what is put back is always the same', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const answers = await workThrough(new ClineConversation(gateway, 'claude'));
    for (const { usage } of answers.slice(1)) expect(usage?.cache_read_input_tokens).toBeGreaterThan(1024);
  });

  it('finds the thinking of an answer without calls by its text', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const conversation = new ClineConversation(gateway, 'claude');
    await workThrough(conversation);
    bedrock.script('*', () => ({ thinking: 'Gladly.', text: 'You are welcome.' }));
    expect((await conversation.say('Thank you')).status).toBe(200);
    expect(reasoningOf(bedrock.requests.at(-1)).at(-1)).toEqual([signed('That was all.')]);
  });

  it('gets redacted thinking back in its place', async () => {
    const bedrock = await bedrockUpstream();
    const redacted = { ...reading(0), redactedThinking: 'not for your eyes' };
    bedrock.script('*', scriptTurns([redacted, { text: 'Done.' }]));
    const gateway = await startTestGateway(config(bedrock));
    expect(statuses(await workThrough(new ClineConversation(gateway, 'claude'), 2))).toEqual([200, 200]);
    const [blocks] = reasoningOf(bedrock.requests[1]);
    expect(blocks?.[0]).toEqual(signed(thought(0)));
    expect(blocks?.[1]?.redactedContent).toBeDefined();
  });

  it('gets thinking of answers that were not streamed as well', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const whole = new ClineConversation(gateway, 'claude');
    const asked = { model: 'claude', reasoning_effort: 'high', max_tokens: 8000 };
    const tools = [{ type: 'function', function: { name: 'read_files', parameters: { type: 'object' } } }];
    const user = { role: 'user', content: 'Read' };
    const first = await gateway.chat({ ...asked, tools, messages: [user] });
    const { choices } = (await first.json()) as { choices: { message: { tool_calls: { id: string }[] } }[] };
    const calls = choices[0]?.message.tool_calls ?? [];
    const said = { role: 'assistant', content: 'Reading file 0.', tool_calls: calls };
    const results = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'x' }));
    expect((await gateway.chat({ ...asked, tools, messages: [user, said, ...results] })).status).toBe(200);
    expect(reasoningOf(bedrock.requests[1])).toEqual([[signed(thought(0))]]);
    expect((await whole.say('Hello')).status).toBe(200);
  });

  it('leaves signed thinking that the client sent alone', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const first = await workThrough(new ClineConversation(gateway, 'claude'), 1);
    const own = 'Thinking that the client kept itself.';
    const message = {
      role: 'assistant',
      content: 'Reading file 0.',
      thinking_blocks: [{ type: 'thinking', thinking: own, signature: signThinking(own) }],
      tool_calls: first[0]?.toolCalls,
    };
    const answer = { role: 'tool', tool_call_id: first[0]?.toolCalls[0]?.id, content: 'x' };
    const messages = [{ role: 'user', content: 'Read' }, message, answer];
    const response = await gateway.chat({ model: 'claude', reasoning_effort: 'high', messages });
    expect(response.status).toBe(200);
    expect(reasoningOf(bedrock.requests.at(-1))).toEqual([[signed(own)]]);
  });
});

describe('where thinking cannot be put back', () => {
  it('it is left out for the turn, nothing is refused, and the trace says so', async () => {
    const bedrock = await newBedrock();
    const first = await startTestGateway(config(bedrock));
    const conversation = new ClineConversation(first, 'claude');
    const answer = await conversation.say('Read all files');
    const other = await startTestGateway(config(bedrock));
    const next = await conversation.continuedAt(other).giveResults(answer);
    expect(next.status).toBe(200);
    expect(thinkingOf(bedrock.requests[1]?.body ?? {})).toBeUndefined();
    expect((await notesOf(other)).map(({ code }) => code)).toContain('thinking-left-out');
  });

  it('another key gets nothing of it', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const conversation = new ClineConversation(gateway, 'claude');
    const answer = await conversation.say('Read all files');
    const made = await gateway.call('/key/generate', {});
    const { key } = (await made.json()) as { key: string };
    const bob = conversation.continuedAt(gateway, undefined, { authorization: `Bearer ${key}` });
    expect((await bob.giveResults(answer)).status).toBe(200);
    expect(reasoningOf(bedrock.requests[1])).toEqual([[]]);
  });

  it.each([
    ['torii_settings', '', 'torii_settings:\n  thinking_vault: false\n'],
    ['model_info', '    model_info:\n      thinking_vault: false\n', ''],
  ])('%s switches the vault off', async (_, extra, rest) => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock, extra, rest));
    expect(statuses(await workThrough(new ClineConversation(gateway, 'claude'), 2))).toEqual([200, 200]);
    expect(reasoningOf(bedrock.requests[1])).toEqual([[]]);
    expect(readdirSync(join(gateway.directory, 'home'))).not.toContain('vault.key');
  });

  it('the metadata of a key switches it off', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const made = await gateway.call('/key/generate', { metadata: { thinking_vault: false } });
    const { key } = (await made.json()) as { key: string };
    const conversation = new ClineConversation(gateway, 'claude', undefined, { authorization: `Bearer ${key}` });
    expect(statuses(await workThrough(conversation, 2))).toEqual([200, 200]);
    expect(reasoningOf(bedrock.requests[1])).toEqual([[]]);
  });
});

describe('across deployments and restarts', () => {
  it('another region of the same model takes the thinking, a model that does not think gets none', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(
      config(bedrock, '', bedrockModel(bedrock, 'europe', EU_37) + bedrockModel(bedrock, 'older', SONNET_35)) +
        'router_settings:\n  num_retries: 0\n  disable_cooldowns: true\n  fallbacks:\n    - claude: [europe, older]\n',
    );
    const conversation = new ClineConversation(gateway, 'claude');
    const answer = await conversation.say('Read all files');
    bedrock.script(SONNET_37, () => throttled());
    const second = await conversation.giveResults(answer);
    expect(second.status).toBe(200);
    const european = bedrock.requests.at(-1);
    expect(european?.model).toBe(EU_37);
    expect(reasoningOf(european)).toEqual([[signed(thought(0))]]);
    bedrock.script(EU_37, () => throttled());
    expect((await conversation.giveResults(second)).status).toBe(200);
    const older = bedrock.requests.at(-1);
    expect(older?.model).toBe(SONNET_35);
    expect(JSON.stringify(older?.body)).not.toContain('reasoningContent');
    expect(JSON.stringify(older?.body)).not.toContain('cachePoint');
  });

  it('the vault outlives the gateway, and its file tells nothing', async () => {
    const bedrock = await newBedrock();
    const directory = await mkdtemp(join(tmpdir(), 'torii-test-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await writeFile(join(directory, 'config.yaml'), config(bedrock));
    const before = await startAgain(directory);
    const conversation = new ClineConversation(before, 'claude');
    const answer = await conversation.say('Read all files');
    await before.close(0);
    const home = join(directory, 'home');
    expect(statSync(join(home, 'vault.key')).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(join(home, 'torii.db')).toString('latin1');
    for (const words of [thought(0), signThinking(thought(0)), 'file-0.txt']) expect(bytes).not.toContain(words);
    const after = await startAgain(directory);
    const next = await conversation.continuedAt(after).giveResults(answer);
    await after.close(0);
    expect(next.status).toBe(200);
    expect(thinkingOf(bedrock.requests[1]?.body ?? {})).toMatchObject({ type: 'enabled' });
    expect(reasoningOf(bedrock.requests[1])).toEqual([[signed(thought(0))]]);
  });

  it('a key file that is of no use costs the thinking, not the answer', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    await writeFile(join(gateway.directory, 'home', 'vault.key'), 'nonsense');
    expect(statuses(await workThrough(new ClineConversation(gateway, 'claude'), 2))).toEqual([200, 200]);
    expect(gateway.log.join('\n')).toContain('holds no key');
  });
});

/** A gateway in a home that stays when it ends. */
async function startAgain(directory: string): Promise<ChatDoor & RunningGateway> {
  const gateway = await startGateway({
    home: homeAt(join(directory, 'home')),
    host: '127.0.0.1',
    port: 0,
    configFile: join(directory, 'config.yaml'),
    version: 'test',
    distDirectory: join(directory, 'dist'),
    environment: { LITELLM_MASTER_KEY: MASTER_KEY },
    logger: createLineLogger('error', () => undefined),
  });
  const chat: TestGateway['chat'] = (body) =>
    fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${MASTER_KEY}` },
    });
  return { ...gateway, chat };
}
