import type { OpenAiSimulator } from '../../simulators/openai/openAiSimulator.ts';
import type { Scripted } from '../../simulators/openai/scenario.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openAiUpstream } from '../support/upstreams.ts';

export const HELLO = [{ role: 'user', content: 'Hello' }];

/** A deployment for the tests of routing: its id is `id-` and its model. */
export interface Member {
  readonly group: string;
  readonly model: string;
  /** Further lines of `litellm_params`, e.g. `order: 2`. */
  readonly params?: readonly string[];
  /** Further entries of `model_info`, e.g. `max_input_tokens: 100`. */
  readonly info?: string;
  /** USD per token, of input and of output. */
  readonly price?: number;
}

export interface RoutedGateway {
  readonly gateway: TestGateway;
  readonly upstream: OpenAiSimulator;
  /** Models that were called, in order. */
  called(): readonly string[];
  ask(body?: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>;
}

/** A gateway before one server that has all the models; `settings` is the rest of the config. */
export async function routedGateway(members: readonly Member[], settings = ''): Promise<RoutedGateway> {
  const models = [...new Set(members.map(({ model }) => model))];
  const upstream = await openAiUpstream({ models });
  const list = members.map(
    ({ group, model, params = [], info = '', price = 0.000003 }) => `  - model_name: ${JSON.stringify(group)}
    litellm_params:
      model: openai/${model}
      api_base: ${upstream.url}
      api_key: sk-test-upstream
      input_cost_per_token: ${price}
      output_cost_per_token: ${price}
${params.map((line) => `      ${line}\n`).join('')}    model_info: { id: "id-${model}"${info === '' ? '' : `, ${info}`} }
`,
  );
  const gateway = await startTestGateway(`model_list:\n${list.join('')}${settings}`);
  return {
    gateway,
    upstream,
    called: () => upstream.requests.map(({ model }) => model),
    ask: (body = {}, headers) => gateway.chat({ model: members[0]?.group, messages: HELLO, ...body }, headers),
  };
}

/**
 * Runs what counts on one minute of the clock, by which the gateway counts requests and tokens. Where it failed and a
 * minute ended meanwhile, it is run again.
 */
export async function withinOneMinute(work: () => Promise<void>): Promise<void> {
  const minute = (): number => Math.floor(Date.now() / 60_000);
  for (;;) {
    const begun = minute();
    try {
      return await work();
    } catch (thrown) {
      if (minute() === begun) throw thrown;
    }
  }
}

export const BUSY: Scripted = { kind: 'error', status: 503, name: 'overloaded', message: 'busy' };
export const REFUSED: Scripted = { kind: 'error', status: 401, name: 'auth', message: 'bad key' };

/** Two deployments of the group `model`: `a` is asked first. */
export const TWO_BY_ORDER: readonly Member[] = [
  { group: 'model', model: 'a', params: ['order: 1'] },
  { group: 'model', model: 'b', params: ['order: 2'] },
];

export async function messageOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { message: string } }).error.message;
}
