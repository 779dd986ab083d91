/**
 * Sessions of the real programs with a sub-agent, recorded (texts cut, tools without their schemas): every request of a
 * session belongs to one task. Cline's side requests have their real orders, taken from its recordings.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { taskListSchema } from '../../../src/protocol/api.ts';
import { startTestGateway, type TestGateway } from '../../integration/support/gateway.ts';
import { openAiModel, openAiUpstream } from '../../integration/support/upstreams.ts';
import type { ScriptedAnswer } from '../../simulators/openai/scenario.ts';

const sessionSchema = z.array(
  z.object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.looseObject({ model: z.string() }),
  }),
);
type Recorded = z.infer<typeof sessionSchema>[number];

const KEY = { authorization: 'Bearer sk-test-master' };
const CLINE = 'ai-sdk/openai-compatible/3.0.37 ai-sdk/provider-utils/5.0.30 runtime/bun/1.3.13';
const DELEGATION = 'SUBAGENT-MARK find every test file of the parser and list it';

function session(name: string): readonly Recorded[] {
  return sessionSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'recordings', `${name}.json`), 'utf8')));
}

/** A gateway whose models answer as they did when the session was recorded: the first answer starts the sub-agent. */
async function gatewayFor(
  model: string,
  call?: { readonly name: string; readonly input: unknown },
): Promise<TestGateway> {
  const upstream = await openAiUpstream();
  const first: ScriptedAnswer = call === undefined ? { text: 'Hello' } : { toolCalls: [call] };
  upstream.script('model-1', (_request, turn) => (turn === 0 ? first : { text: 'All done.' }));
  return await startTestGateway(`model_list:\n${openAiModel(upstream, model)}`);
}

async function send(gateway: TestGateway, { url, headers, body }: Recorded): Promise<void> {
  const response = await gateway.call(url, body, { ...headers, ...KEY });
  expect(response.status, await response.text()).toBe(200);
}

async function tasksOf(gateway: TestGateway) {
  return taskListSchema.parse(await (await gateway.call('/torii/tasks')).json()).tasks;
}

it.each(['codexSubAgent', 'claudeCodeSubAgent'])('%s: the session that the client names is the task', async (name) => {
  const recorded = session(name);
  const gateway = await gatewayFor(recorded[0]?.body.model ?? '');
  for (const request of recorded) await send(gateway, request);
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 4, failures: 0, titleFrom: 'client' }]);
});

it('clineCliSubAgent: a client that names nothing has one task, its sub-agent included', async () => {
  const recorded = session('clineCliSubAgent');
  const input = { systemPrompt: 'You look for tests.', task: DELEGATION };
  const gateway = await gatewayFor('m', { name: 'spawn_agent', input });
  for (const request of recorded) await send(gateway, request);
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 3, client: CLINE.split(' ')[0] }]);
});

it('a sub-agent that goes on for several turns stays in the task', async () => {
  const [first, sub, last] = session('clineCliSubAgent');
  if (first === undefined || sub === undefined || last === undefined)
    throw new Error('The recording has three requests.');
  const gateway = await gatewayFor('m', { name: 'spawn_agent', input: { systemPrompt: 'x', task: DELEGATION } });
  const grown = {
    ...sub,
    body: {
      ...sub.body,
      messages: [
        ...z.array(z.unknown()).parse(sub.body['messages']),
        { role: 'assistant', content: 'Looking.' },
        { role: 'user', content: 'Go on.' },
      ],
    },
  };
  for (const request of [first, sub, grown, last]) await send(gateway, request);
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 4 }]);
});

/** A request of Cline's next bundle without tools. */
function sideRequest(system: string, user: string): Recorded {
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
  return {
    url: '/v1/chat/completions',
    headers: { 'user-agent': CLINE },
    body: { model: 'm', messages, stream: true, stream_options: { include_usage: true } },
  };
}

const COMPACTION = 'Summarize the provided coding session into a concise continuation note with detailed next steps.';
const COMMIT = 'You are a helpful assistant that generates informative git commit messages based on git diffs.';

it("Cline's compaction and commit message belong to the task that they quote", async () => {
  const [first, , last] = session('clineCliSubAgent');
  if (first === undefined || last === undefined) throw new Error('The recording has three requests.');
  const written = 'export function parse(text: string): Tree {\n  return readTree(tokenise(text), 0);\n}\n';
  const gateway = await gatewayFor('m', { name: 'editor', input: { path: 'src/parser.ts', new_text: written } });
  await send(gateway, first);
  await send(gateway, last);
  const quoted =
    'Summarize this session for continuation.\n\n[user] please refactor the parser module thoroughly\n[assistant]';
  await send(gateway, sideRequest(COMPACTION, quoted));
  const diff =
    'Based on the provided git diff, generate a message.\n@@ -1 +1,3 @@\n+  return readTree(tokenise(text), 0);';
  await send(gateway, sideRequest(COMMIT, diff));
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 4 }]);
});

it('a commit message about something else is a task of its own', async () => {
  const [first] = session('clineCliSubAgent');
  if (first === undefined) throw new Error('The recording has three requests.');
  const gateway = await gatewayFor('m');
  await send(gateway, first);
  await send(
    gateway,
    sideRequest(COMMIT, 'Based on the provided git diff, generate a message.\n+ nothing of the task'),
  );
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 1 }, { requests: 1 }]);
});

it('a title that is asked for first belongs to the task that begins after it', async () => {
  const [first] = session('clineCliSubAgent');
  if (first === undefined) throw new Error('The recording has three requests.');
  const gateway = await gatewayFor('m');
  const title = 'Generate a title for this conversation:\n\nplease refactor the parser module thoroughly';
  await send(gateway, sideRequest('You are a title generator.', title));
  await send(gateway, first);
  expect(await tasksOf(gateway)).toMatchObject([{ requests: 2 }]);
});
