import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SONNET_37 } from '../simulators/bedrock/fixtures.ts';
import { MASTER_KEY, startTestGateway, type TestGateway } from './support/gateway.ts';
import { messyAnthropicBody, messyOpenAiBody } from './support/messyBodies.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from './support/upstreams.ts';

/** Bodies per endpoint; `TORII_RUNS=10000` is the long form. */
const RUNS = Number(process.env['TORII_RUNS'] ?? 60);
const MILLISECONDS_PER_RUN = 100;

interface Route {
  readonly method: string;
  readonly url: string;
}

/** Methods that come with a body. */
const WITH_BODY = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** A gateway with both providers, and all of its routes as it tells of them: new ones need no entry here. */
async function startWithRoutes(): Promise<{ readonly gateway: TestGateway; readonly routes: readonly Route[] }> {
  const [openai, bedrock] = [await openAiUpstream({ models: ['near', 'embed-1'] }), await bedrockUpstream()];
  const near = openAiModel(openai, 'near', 'near');
  const embed = `${openAiModel(openai, 'embed', 'embed-1')}    model_info: { mode: embedding }\n`;
  const far = bedrockModel(bedrock, 'far', SONNET_37);
  const settings = 'litellm_settings: { num_retries: 0 }\nrouter_settings: { disable_cooldowns: true }\n';
  const gateway = await startTestGateway(`model_list:\n${near}${embed}${far}${settings}`);
  const told = (await (await gateway.call('/routes')).json()) as { routes: readonly ToldRoute[] };
  const routes = told.routes.flatMap(({ path, methods }) => methods.map((method) => ({ method, url: path })));
  return { gateway, routes: routes.filter((route) => WITH_BODY.includes(route.method) && isOwn(route)) };
}

interface ToldRoute {
  readonly path: string;
  readonly methods: readonly string[];
}

/** One of the paths under which the same endpoint stands. */
function isOwn({ url }: Route): boolean {
  return !/^\/(?:openai\/deployments|engines)\//.test(url) && !/^\/v1\/v1\//.test(url);
}

/** Names of fields that endpoints know, so that values get past the first check. */
const FIELDS = [
  ...['model', 'messages', 'input', 'prompt', 'max_tokens', 'max_output_tokens', 'stream', 'tools', 'tool_choice'],
  ...['stop', 'system', 'thinking', 'metadata', 'response_format', 'temperature', 'n', 'user', 'instructions'],
  ...['previous_response_id', 'reasoning', 'text', 'include', 'dimensions', 'encoding_format', 'cache_control'],
  ...['key', 'keys', 'key_alias', 'key_aliases', 'models', 'aliases', 'max_budget', 'budget_duration', 'duration'],
  ...['user_id', 'user_ids', 'team_id', 'team_ids', 'team_alias', 'members', 'member', 'role', 'tags', 'budget_id'],
  ...['call_type', 'request_body', 'custom_llm_provider', 'contents', 'username', 'password', 'rpm_limit', 'blocked'],
];

const model = fc.constantFrom('near', 'far', 'embed', 'nobody', '');
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, '', ' ', '\ud83e', -1, 0, 1e308, '9'.repeat(400), [], {}, [null], [{}], '__proto__', '\0'),
  fc.array(fc.dictionary(fc.constantFrom('role', 'content', 'type', 'text', 'name', 'id'), fc.jsonValue()), {
    maxLength: 3,
  }),
);

const fields = fc
  .tuple(fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 8 }), fc.option(model, { nil: undefined }))
  .map(([body, name]) => (name === undefined ? body : { ...body, model: name }));

const withModel = (bodies: fc.Arbitrary<Readonly<Record<string, unknown>>>) =>
  fc.tuple(bodies, model).map(([body, name]) => ({ ...body, model: name }));

/** Texts and bytes that are no JSON, or JSON that hardly anybody sends. */
const raw = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ maxLength: 100 }).map(bytesOf),
  fc.json().map(bytesOf),
  fc.integer({ min: 1, max: 5000 }).map((depth) => bytesOf(`{"model":"far","messages":${nested(depth)}}`)),
  fc
    .constantFrom('{"__proto__":{"model":"far"}}', '{"model":"far","model":1}', '\ufeff{}', '{}'.repeat(3))
    .map(bytesOf),
);

const body: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: fields.map((each) => bytesOf(JSON.stringify(each))), weight: 5 },
  { arbitrary: withModel(messyOpenAiBody).map((each) => bytesOf(JSON.stringify(each))), weight: 1 },
  { arbitrary: withModel(messyAnthropicBody).map((each) => bytesOf(JSON.stringify(each))), weight: 1 },
  { arbitrary: raw, weight: 2 },
);

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

async function sendTo(gateway: TestGateway, { method, url }: Route, bytes: Uint8Array): Promise<Response> {
  const path = url.replaceAll(/:\w+/g, 'near').replace('*', '');
  return await fetch(gateway.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' },
    body: Buffer.from(bytes),
  });
}

describe(`fuzzed bodies, ${RUNS} for each endpoint that takes one`, () => {
  it(
    'are answered or refused, and never break anything',
    async () => {
      const { gateway, routes } = await startWithRoutes();
      expect(routes.map(({ url }) => url)).toEqual(
        expect.arrayContaining(['/v1/chat/completions', '/v1/messages', '/v1/responses', '/key/generate']),
      );
      for (const route of routes) {
        await fc.assert(
          fc.asyncProperty(body, async (bytes) => {
            const response = await sendTo(gateway, route, bytes);
            const text = await response.text();
            const label = `${route.method} ${route.url}: ${response.status} ${text.slice(0, 300)} for ${Buffer.from(bytes).toString().slice(0, 500)}`;
            expect(response.status, label).toBeLessThan(500);
            if (response.status >= 400) expect(JSON.parse(text), label).toHaveProperty('error');
          }),
          { numRuns: RUNS },
        );
      }
      expect(gateway.log.filter((line) => /unhandled|uncaught/i.test(line))).toEqual([]);
      expect((await gateway.call('/health/liveliness')).status).toBe(200);
    },
    120_000 + 100 * RUNS * MILLISECONDS_PER_RUN,
  );
});
