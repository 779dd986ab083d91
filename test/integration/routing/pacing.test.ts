import { describe, expect, it } from 'vitest';
import type { Status } from '../../../src/protocol/api.ts';
import { frames, MASTER_KEY } from '../support/gateway.ts';
import { HELLO, messageOf, routedGateway, withinOneMinute } from './group.ts';

interface Traced {
  readonly attempts: readonly { readonly waitMs: number; readonly notes: readonly { readonly code: string }[] }[];
}

/** A promise that the test keeps. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const ONE_AT_A_TIME = [{ group: 'model', model: 'a', params: ['max_parallel_requests: 1'] }];

describe('pacing', () => {
  it('lets a request wait for the one before it, and shows the wait', async () => {
    const { upstream, gateway, ask } = await routedGateway(ONE_AT_A_TIME);
    const { opened, open } = gate();
    upstream.script('a', [{ text: 'first', gate: () => opened }, { text: 'second' }]);
    const first = ask({ stream: true });
    await upstream.requested(1);
    const second = ask();
    // Its record is open, but nothing of it has been sent.
    for (;;) {
      const active = (await (await gateway.call('/torii/status')).json()) as Pick<Status, 'activeRequests' | 'running'>;
      if (active.activeRequests !== 2) continue;
      expect(active.running?.map(({ modelGroup }) => modelGroup)).toEqual(['model', 'model']);
      break;
    }
    expect(upstream.requests).toHaveLength(1);
    open();
    await frames(await first);
    expect((await second).status).toBe(200);
    const id = (await second).headers.get('x-litellm-call-id');
    const { attempts } = (await (await gateway.call(`/torii/requests/${id}`)).json()) as Traced;
    expect(attempts[0]?.waitMs).toBeGreaterThan(0);
    expect(attempts[0]?.notes.map(({ code }) => code)).toContain('paced');
  });

  it('takes another deployment of the group that has room, one of a higher order too, before it waits', async () => {
    const { called, ask } = await routedGateway([
      { group: 'model', model: 'a', params: ['rpm: 1', 'order: 1'] },
      { group: 'model', model: 'b', params: ['rpm: 1', 'order: 2'] },
    ]);
    await ask();
    await ask();
    expect(called()).toEqual(['a', 'b']);
  });

  it('answers 429 with a Retry-After, or by a fallback, where the wait would be too long', async () => {
    const { called, ask } = await routedGateway(
      [
        { group: 'model', model: 'a', params: ['rpm: 1'] },
        { group: 'other', model: 'b' },
      ],
      'torii_settings: { pacing_max_wait: 0 }\n',
    );
    await ask();
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await messageOf(refused)).toContain('rpm, tpm or max_parallel_requests');
    expect((await ask({ fallbacks: ['other'] })).status).toBe(200);
    expect(called()).toEqual(['a', 'b']);
  });

  it('holds to the tokens of a minute', async () => {
    const { called, upstream, ask } = await routedGateway(
      [{ group: 'model', model: 'a', params: ['tpm: 1000'] }],
      'torii_settings: { pacing_max_wait: 0 }\n',
    );
    upstream.script('a', () => ({
      text: 'x',
      usage: { prompt_tokens: 500, completion_tokens: 500, total_tokens: 1000 },
    }));
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
    expect(called()).toEqual(['a']);
  });

  it('lets a client that leaves go, and the next one in', async () => {
    const { upstream, gateway, ask } = await routedGateway(ONE_AT_A_TIME);
    const { opened, open } = gate();
    upstream.script('a', [{ text: 'first', gate: () => opened }, { text: 'second' }]);
    const first = ask({ stream: true });
    await upstream.requested(1);
    const client = new AbortController();
    const gone = fetch(`${gateway.baseUrl}/v1/chat/completions`, {
      method: 'POST',
      signal: client.signal,
      headers: { authorization: `Bearer ${MASTER_KEY}` },
      body: JSON.stringify({ model: 'model', messages: HELLO }),
    }).catch((error: unknown) => error);
    for (;;) {
      const active = (await (await gateway.call('/torii/status')).json()) as { activeRequests: number };
      if (active.activeRequests === 2) break;
    }
    client.abort();
    expect(await gone).toBeInstanceOf(Error);
    open();
    await frames(await first);
    expect((await ask()).status).toBe(200);
    expect(upstream.requests).toHaveLength(2);
  });

  it('can be switched off: then a pre-call check alone holds to rpm', () =>
    withinOneMinute(async () => {
      const members = [{ group: 'model', model: 'a', params: ['rpm: 1'] }];
      const off = await routedGateway(members, 'torii_settings: { pacing: false }\n');
      await off.ask();
      expect((await off.ask()).status).toBe(200);
      const checked = await routedGateway(
        members,
        'torii_settings: { pacing: false }\nrouter_settings: { enable_pre_call_checks: true }\n',
      );
      await checked.ask();
      expect((await checked.ask()).status).toBe(429);
      expect(checked.called()).toEqual(['a']);
    }));
});
