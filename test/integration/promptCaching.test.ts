import { describe, expect, it } from 'vitest';
import type { BedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { NOVA, SONNET_35, SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { scriptTurns, throttled } from '../simulators/bedrock/scenario.ts';
import { blocksOf, type WireRequest } from '../simulators/bedrock/wire.ts';
import { type ClineAnswer, ClineConversation } from './support/clineConversation.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

const TURNS = 6;

/** Cache points of a request: `tools.4`, `system.1`, `messages.2.1`. */
function pointsOf(request: WireRequest | undefined): readonly string[] {
  const at = (blocks: readonly object[], place: string): readonly string[] =>
    blocks.flatMap((block, index) => ('cachePoint' in block ? [`${place}.${index}`] : []));
  return [
    ...at(request?.toolConfig?.tools ?? [], 'tools'),
    ...at(request?.system ?? [], 'system'),
    ...(request?.messages ?? []).flatMap((message, index) => at(message.content, `messages.${index}`)),
  ];
}

/** The prompt without its cache points, in the order in which it is cached. */
function promptOf(request: WireRequest | undefined): readonly string[] {
  const blocks = [
    ...(request?.toolConfig?.tools ?? []),
    ...(request?.system ?? []),
    ...(request?.messages ?? []).flatMap(({ content }) => content),
  ];
  return blocks.filter((block) => block.cachePoint === undefined).map((block) => JSON.stringify(block));
}

/** A task that reads files until the last turn. */
async function workThrough(conversation: ClineConversation): Promise<readonly ClineAnswer[]> {
  const answers = [await conversation.say('Read all files and sum them up')];
  for (let turn = 1; turn < TURNS; turn += 1) {
    const last = answers.at(-1);
    if (last !== undefined) answers.push(await conversation.giveResults(last, `line ${turn} of the file `.repeat(40)));
  }
  return answers;
}

async function newBedrock(model = SONNET_37): Promise<BedrockSimulator> {
  const bedrock = await bedrockUpstream();
  const reads = Array.from({ length: TURNS - 1 }, (_, turn) => ({
    text: `Reading file ${turn}.`,
    toolUses: [{ name: 'read_files', input: { path: `file-${turn}.txt` } }],
  }));
  bedrock.script(model, scriptTurns([...reads, { text: 'All read.' }]));
  return bedrock;
}

function config(bedrock: BedrockSimulator, model = SONNET_37, extra = '', rest = ''): string {
  return `model_list:\n${bedrockModel(bedrock, 'claude', model, extra)}${rest}`;
}

const NO_THINKING = {};

/** Notes of the newest request. */
async function notesOf(gateway: TestGateway): Promise<readonly { readonly code: string; readonly detail: string }[]> {
  const [row] = await gateway.rows();
  const attempts = row?.metadata.attempts as readonly { notes?: { code: string; detail: string }[] }[] | undefined;
  return attempts?.at(-1)?.notes ?? [];
}

describe('a task of Cline, which sets no cache marks', () => {
  it('reads from the cache from its second turn on, more with each', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const answers = await workThrough(new ClineConversation(gateway, 'claude', NO_THINKING));
    expect(answers.map(({ status }) => status)).toEqual(Array(TURNS).fill(200));
    const reads = answers.map(({ usage }) => usage?.cache_read_input_tokens ?? 0);
    expect(reads[0]).toBe(0);
    expect(reads[1]).toBeGreaterThan(1024);
    for (const [turn, read] of reads.entries()) if (turn > 1) expect(read).toBeGreaterThan(reads[turn - 1] ?? 0);
  });

  it('has points behind tools, system and the last two user turns, and the prompt before them never changes', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    await workThrough(new ClineConversation(gateway, 'claude', NO_THINKING));
    expect(bedrock.requests.map(({ body }) => pointsOf(body))).toEqual([
      ['tools.4', 'system.1', 'messages.0.1'],
      ['tools.4', 'system.1', 'messages.0.1', 'messages.2.1'],
      ['tools.4', 'system.1', 'messages.2.1', 'messages.4.1'],
      ['tools.4', 'system.1', 'messages.4.1', 'messages.6.1'],
      ['tools.4', 'system.1', 'messages.6.1', 'messages.8.1'],
      ['tools.4', 'system.1', 'messages.8.1', 'messages.10.1'],
    ]);
    for (const [turn, { body }] of bedrock.requests.entries()) {
      const before = promptOf(bedrock.requests[turn - 1]?.body);
      expect(promptOf(body).slice(0, before.length)).toEqual(before);
    }
  });

  it('shows its plan in the trace', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    await new ClineConversation(gateway, 'claude', NO_THINKING).say('Read all files');
    expect(await notesOf(gateway)).toContainEqual({
      code: 'cache-plan',
      detail: expect.stringMatching(/^automatic: tools\.3 \(~\d+ tokens\), system\.0 \(~\d+ tokens\), messages\.0/),
    });
  });

  it('gets no point in the tools of Nova', async () => {
    const bedrock = await newBedrock(NOVA);
    const gateway = await startTestGateway(config(bedrock, NOVA));
    const answers = await workThrough(new ClineConversation(gateway, 'claude', NO_THINKING));
    expect(answers.map(({ status }) => status)).toEqual(Array(TURNS).fill(200));
    expect(bedrock.requests.at(-1)?.body.toolConfig?.tools?.some((tool) => tool.cachePoint)).toBe(false);
    expect(answers.at(-1)?.usage?.cache_read_input_tokens).toBeGreaterThan(0);
  });

  it('falls back to a model without caching as if nothing were', async () => {
    const bedrock = await newBedrock(SONNET_35);
    bedrock.script(SONNET_37, () => throttled());
    const gateway = await startTestGateway(
      config(bedrock, SONNET_37, '', bedrockModel(bedrock, 'older', SONNET_35)) +
        `router_settings:\n  num_retries: 0\n  fallbacks:\n    - claude: [older]\n`,
    );
    const answers = await workThrough(new ClineConversation(gateway, 'claude'));
    expect(answers.map(({ status }) => status)).toEqual(Array(TURNS).fill(200));
    const older = bedrock.requests.filter(({ model }) => model === SONNET_35);
    expect(older).toHaveLength(TURNS);
    for (const { body } of older) {
      expect(pointsOf(body)).toEqual([]);
      expect(blocksOf(body).some(({ block }) => block.reasoningContent !== undefined)).toBe(false);
    }
    expect(await notesOf(gateway)).toContainEqual({
      code: 'cache-plan',
      detail: 'none: the model takes no cache points',
    });
  });
});

describe('who else decides on the points', () => {
  it('the client, where it marks anything', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const long = 'Read this carefully. '.repeat(400);
    await gateway.chat({
      model: 'claude',
      messages: [
        { role: 'system', content: [{ type: 'text', text: long, cache_control: { type: 'ephemeral' } }] },
        { role: 'user', content: long },
      ],
    });
    expect(pointsOf(bedrock.requests[0]?.body)).toEqual(['system.1']);
    expect(await notesOf(gateway)).toContainEqual({ code: 'cache-plan', detail: expect.stringMatching(/^client: /) });
  });

  it('cache_control_injection_points of the config', async () => {
    const bedrock = await newBedrock();
    const points = `      cache_control_injection_points:\n        - location: message\n          role: system\n`;
    const gateway = await startTestGateway(config(bedrock, SONNET_37, points));
    await new ClineConversation(gateway, 'claude', NO_THINKING).say('Read all files');
    expect(pointsOf(bedrock.requests[0]?.body)).toEqual(['system.1']);
  });

  it.each([
    ['torii_settings.prompt_caching', '', 'torii_settings:\n  prompt_caching: false\n'],
    ['model_info.prompt_caching', '    model_info:\n      prompt_caching: "no"\n', ''],
  ])('%s switches it off', async (name, extra, rest) => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock, SONNET_37, extra, rest));
    await new ClineConversation(gateway, 'claude', NO_THINKING).say('Read all files');
    expect(pointsOf(bedrock.requests[0]?.body)).toEqual([]);
    expect(await notesOf(gateway)).toContainEqual({ code: 'cache-plan', detail: `none: switched off by ${name}` });
  });

  it('the metadata of a key', async () => {
    const bedrock = await newBedrock();
    const gateway = await startTestGateway(config(bedrock));
    const made = await gateway.call('/key/generate', { metadata: { prompt_caching: false } });
    const { key } = (await made.json()) as { key: string };
    const headers = { authorization: `Bearer ${key}` };
    await new ClineConversation(gateway, 'claude', NO_THINKING, headers).say('Read all files');
    expect(pointsOf(bedrock.requests[0]?.body)).toEqual([]);
    await new ClineConversation(gateway, 'claude', NO_THINKING).say('Read all files');
    expect(pointsOf(bedrock.requests[1]?.body)).not.toEqual([]);
  });

  it('nobody, for a server that caches by itself', async () => {
    const server = await openAiUpstream();
    const gateway = await startTestGateway(`model_list:\n${openAiModel(server, 'claude')}`);
    await new ClineConversation(gateway, 'claude', NO_THINKING).say('Read all files');
    expect(JSON.stringify(server.requests)).not.toContain('cache_control');
    expect(await notesOf(gateway)).toEqual([]);
  });
});
