import { describe, expect, it } from 'vitest';
import { HELLO, routedGateway } from './group.ts';

describe('a wildcard', () => {
  const members = [{ group: 'server/*', model: '*', info: 'max_input_tokens: 5000' }];

  async function wild() {
    const routed = await routedGateway([...members, { group: 'named', model: 'named' }]);
    return routed;
  }

  it('sends what stands in its place to the provider, and answers with the name that was asked for', async () => {
    const { gateway, upstream } = await wild();
    const response = await gateway.chat({ model: 'server/named', messages: HELLO });
    expect(await response.json()).toMatchObject({ model: 'server/named' });
    expect(upstream.requests.map(({ model }) => model)).toEqual(['named']);
    expect(response.headers.get('x-litellm-model-id')).toBe('id-*:server/named');
    expect(response.headers.get('x-litellm-model-group')).toBe('server/named');
  });

  it('is not in the list of models unless return_wildcard_routes asks for it', async () => {
    const { gateway } = await wild();
    const list = async (query: string): Promise<readonly string[]> => {
      const body = (await (await gateway.call(`/v1/models${query}`)).json()) as { data: { id: string }[] };
      return body.data.map(({ id }) => id);
    };
    expect(await list('')).toEqual(['named']);
    expect(await list('?return_wildcard_routes=true')).toEqual(['server/*', 'named']);
  });

  it('is open to keys whose own wildcard covers the name, and closed to others', async () => {
    const { gateway, called } = await wild();
    const ask = async (models: readonly string[]): Promise<number> => {
      const { key } = (await (await gateway.call('/key/generate', { models })).json()) as { key: string };
      const body = { model: 'server/named', messages: HELLO };
      return (await gateway.chat(body, { authorization: `Bearer ${key}` })).status;
    };
    expect(await ask(['server/*'])).toBe(200);
    expect(await ask(['named'])).toBe(403);
    expect(called()).toEqual(['named']);
  });
});

describe('an alias', () => {
  it('leads to its group, and a hidden one is not listed', async () => {
    const { gateway, called } = await routedGateway(
      [{ group: 'model', model: 'a' }],
      'router_settings: { model_group_alias: { shown: model, secret: { model: model, hidden: true } } }\n',
    );
    for (const model of ['shown', 'secret']) {
      expect((await gateway.chat({ model, messages: HELLO })).status).toBe(200);
    }
    expect(called()).toEqual(['a', 'a']);
    const list = (await (await gateway.call('/v1/models')).json()) as { data: { id: string }[] };
    expect(list.data.map(({ id }) => id)).toEqual(['model', 'shown']);
  });
});

describe('a name that nothing has', () => {
  it('goes to the first default fallback', async () => {
    const { gateway, called } = await routedGateway(
      [{ group: 'model', model: 'a' }],
      'litellm_settings: { default_fallbacks: [model] }\n',
    );
    expect((await gateway.chat({ model: 'gpt-9', messages: HELLO })).status).toBe(200);
    expect(called()).toEqual(['a']);
  });

  it('is refused without one', async () => {
    const { gateway } = await routedGateway([{ group: 'model', model: 'a' }]);
    expect((await gateway.chat({ model: 'gpt-9', messages: HELLO })).status).toBe(400);
  });
});
