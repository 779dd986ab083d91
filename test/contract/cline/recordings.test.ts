/** What the three Clines really send, recorded (long texts cut), through a gateway into strict upstreams. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentOf, frames, startTestGateway } from '../../integration/support/gateway.ts';
import { bedrockModel, bedrockUpstream, openAiModel, openAiUpstream } from '../../integration/support/upstreams.ts';
import { NOVA, SONNET_37, SONNET_45 } from '../../simulators/bedrock/fixtures.ts';

interface Recording {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> & { readonly model: string; readonly stream?: boolean };
}

const FOLDER = join(import.meta.dirname, 'recordings');

const recordings: readonly Recording[] = readdirSync(FOLDER).map((file) => ({
  ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Omit<Recording, 'name'>),
  name: file.replace(/\.json$/, ''),
}));

const KEY = { authorization: 'Bearer sk-test-master' };

describe.each(recordings)('$name', ({ name, url, body, headers }) => {
  const ask = async (config: string) => {
    const gateway = await startTestGateway(config);
    const response = await gateway.call(url, body, { ...KEY, 'user-agent': headers['user-agent'] ?? '' });
    expect(response.status).toBe(200);
    return { gateway, data: await frames(response) };
  };

  it.each([SONNET_37, SONNET_45, NOVA])('is answered by %s', async (model) => {
    const upstream = await bedrockUpstream();
    const { gateway, data } = await ask(`model_list:\n${bedrockModel(upstream, body.model, model)}`);
    expect(data.at(-1)).toBe('[DONE]');
    expect(contentOf(data)).not.toBe('');
    expect(upstream.requests).toHaveLength(1);
    const [row] = await gateway.rows();
    expect(row).toMatchObject({ status: 'success', model_group: body.model });
    const session = body['litellm_session_id'];
    if (session !== undefined) expect(row?.session_id).toBe(session);
  });

  it('reaches Bedrock as it always has', async () => {
    const upstream = await bedrockUpstream();
    await ask(`model_list:\n${bedrockModel(upstream, body.model, SONNET_45)}`);
    const sent = `${JSON.stringify(upstream.requests[0]?.body, null, 2)}\n`;
    await expect(sent).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${name}.json`));
  });

  it('is answered by an OpenAI-compatible server', async () => {
    const upstream = await openAiUpstream();
    const { data } = await ask(`model_list:\n${openAiModel(upstream, body.model)}`);
    expect(data.at(-1)).toBe('[DONE]');
    expect(contentOf(data)).toBe('Hello from the simulator.');
  });
});
