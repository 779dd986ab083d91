import { describe, expect, test } from 'vitest';
import { DEMO, find, parse, settingsOf } from './parse.ts';

const GROUPS =
  'model_list:\n  - {model_name: a, litellm_params: {model: demo/chat}}\n  - {model_name: b, litellm_params: {model: demo/chat}}\n  - {model_name: claude-sonnet, litellm_params: {model: demo/chat}}\n';

function router(settings: string) {
  return settingsOf(`${GROUPS}${settings}`).router;
}

describe('router settings', () => {
  test('win over litellm_settings', () => {
    expect(
      router(
        'litellm_settings: {num_retries: 1, request_timeout: 10, allowed_fails: 7, fallbacks: [{a: [b]}]}\nrouter_settings: {num_retries: 4, timeout: 20, allowed_fails: 0, fallbacks: [{b: [a]}]}\n',
      ),
    ).toMatchObject({
      numRetries: 4,
      timeoutMs: 20_000,
      allowedFails: 0,
      fallbacks: { b: ['a'] },
    });
  });

  test('fall back to litellm_settings, then to the defaults of LiteLLM', () => {
    expect(router('litellm_settings: {num_retries: 1, request_timeout: 10}\n')).toMatchObject({
      numRetries: 1,
      timeoutMs: 10_000,
    });
    expect(router('')).toMatchObject({
      strategy: 'simple-shuffle',
      numRetries: 2,
      timeoutMs: 6_000_000,
      cooldownMs: 5000,
      allowedFails: undefined,
      maxFallbacks: 5,
    });
  });

  test('take everything that the router knows', () => {
    expect(
      router(
        'router_settings: {routing_strategy: least-busy, retry_after: 0.5, stream_timeout: 9, cooldown_time: 0, disable_cooldowns: true, max_fallbacks: 2, enable_pre_call_checks: "true"}\n',
      ),
    ).toMatchObject({
      strategy: 'least-busy',
      retryAfterMs: 500,
      streamTimeoutMs: 9000,
      cooldownMs: 0,
      disableCooldowns: true,
      maxFallbacks: 2,
      enablePreCallChecks: true,
    });
  });

  test('read the policies by kind of error, and for single groups', () => {
    expect(
      router(
        'router_settings: {retry_policy: {TimeoutErrorRetries: 0, InternalServerErrorRetries: "4"}, model_group_retry_policy: {a: {RateLimitErrorRetries: 9}}, allowed_fails_policy: {BadRequestErrorAllowedFails: 1000}}\n',
      ),
    ).toMatchObject({
      retryPolicy: { timeout: 0, 'internal-server': 4 },
      groupRetryPolicies: { a: { 'rate-limit': 9 } },
      allowedFailsPolicy: { 'bad-request': 1000 },
    });
  });

  test('read how latencies are judged, and whether tags decide', () => {
    expect(
      router(
        'router_settings: {routing_strategy_args: {ttl: 10, lowest_latency_buffer: 0.5}, enable_tag_filtering: true}\n',
      ),
    ).toMatchObject({ latency: { ttlMs: 10_000, buffer: 0.5 }, tagFiltering: { matchAny: true } });
    expect(
      router('router_settings: {enable_tag_filtering: true, tag_filtering_match_any: false}\n').tagFiltering,
    ).toEqual({ matchAny: false });
    expect(router('router_settings: {tag_filtering_match_any: false}\n').tagFiltering).toBeUndefined();
  });

  test('a timeout of 0 is none', () => {
    expect(router('litellm_settings: {request_timeout: 8}\nrouter_settings: {timeout: 0}\n').timeoutMs).toBe(8000);
  });
});

describe('fallbacks', () => {
  test('a list of maps becomes one map; the first entry of a group counts', () => {
    expect(router('litellm_settings: {fallbacks: [{a: [b, claude-sonnet]}, {b: a}, {a: [b]}]}\n').fallbacks).toEqual({
      a: ['b', 'claude-sonnet'],
      b: ['a'],
    });
  });

  test('"*" and default_fallbacks serve every other group', () => {
    expect(router('router_settings: {fallbacks: [{"*": [a]}]}\n')).toMatchObject({
      fallbacks: {},
      defaultFallbacks: ['a'],
    });
    expect(router('router_settings: {fallbacks: [{"*": [a]}], default_fallbacks: [b]}\n').defaultFallbacks).toEqual([
      'b',
    ]);
    expect(router('litellm_settings: {default_fallbacks: [b]}\n').defaultFallbacks).toEqual(['b']);
  });

  test('special lists: empty is not set', () => {
    expect(
      router('litellm_settings: {context_window_fallbacks: [{a: [b]}], content_policy_fallbacks: []}\n'),
    ).toMatchObject({
      contextWindowFallbacks: { a: ['b'] },
      contentPolicyFallbacks: undefined,
    });
  });

  test('naming an unknown group is a warning with the nearest name', () => {
    const text = `${GROUPS}litellm_settings:\n  fallbacks:\n    - a: [b, claude-sonet]\n`;
    expect(find(text, 'unknown-group')).toMatchObject({
      severity: 'warning',
      line: 7,
      column: 14,
      endColumn: 26,
      path: 'litellm_settings.fallbacks.0.a.1',
      fix: 'Did you mean claude-sonnet?',
    });
    expect(settingsOf(text).router.fallbacks).toEqual({ a: ['b', 'claude-sonet'] });
  });

  test('of an unknown group are a warning on its name', () => {
    expect(find(`${GROUPS}litellm_settings:\n  fallbacks:\n    - zebra: [a]\n`, 'unknown-group')).toMatchObject({
      line: 7,
      column: 7,
      endColumn: 12,
    });
  });

  test('may name aliases and what a wildcard serves', () => {
    const text =
      'model_list:\n  - {model_name: openai/*, litellm_params: {model: openai/*, api_base: "http://h/v1"}}\nrouter_settings: {model_group_alias: {gpt: openai/gpt-4o}, fallbacks: [{gpt: [openai/gpt-4o-mini]}]}\n';
    expect(parse(text).diagnostics).toEqual([]);
  });
});

describe('aliases', () => {
  test('are a name, or a name that is hidden', () => {
    expect(
      router(
        'router_settings: {model_group_alias: {x: a, y: {model: b, hidden: true}}}\nlitellm_settings: {model_alias_map: {x: b, z: a}}\n',
      ).aliases,
    ).toEqual({
      x: { group: 'a', hidden: false },
      y: { group: 'b', hidden: true },
      z: { group: 'a', hidden: false },
    });
  });

  test('of unknown groups are a warning', () => {
    expect(find(`${DEMO}router_settings: {model_group_alias: {x: caht}}\n`, 'unknown-group')).toMatchObject({
      path: 'router_settings.model_group_alias.x',
    });
  });
});
