import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '../../../src/domain/errors.ts';
import { requestsPath, withQuery } from '../../../webview-ui/src/api/paths.ts';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { changeText } from '../../../webview-ui/src/overview/change.ts';
import { firstRequest } from '../../../webview-ui/src/overview/firstRequest.ts';
import { explain } from '../../../webview-ui/src/parts/explain.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';
import { loadStrings, localeFor } from '../../../webview-ui/src/strings/languages.ts';
import { ApiError } from '../../../webview-ui/src/transport/apiError.ts';

const format = createFormatter('en-US', 'UTC', en.units);

describe('languages', () => {
  it('are Japanese for Japanese and English for all others', async () => {
    expect(await loadStrings('ja')).toBe(ja);
    expect(await loadStrings('ja-JP')).toBe(ja);
    expect(await loadStrings('de')).toBe(en);
    expect(localeFor('ja-JP')).toBe('ja');
  });

  it('have words for the same kinds of error', () => {
    expect(Object.keys(ja.requests.kinds)).toEqual(Object.keys(en.requests.kinds));
  });

  it('have words for every kind of error that the gateway has', () => {
    const kinds: Readonly<Record<ErrorKind, true>> = {
      'bad-request': true,
      'context-window': true,
      'content-policy': true,
      authentication: true,
      permission: true,
      'model-access': true,
      'not-found': true,
      timeout: true,
      conflict: true,
      'too-large': true,
      'rate-limit': true,
      budget: true,
      'no-deployment': true,
      cancelled: true,
      interrupted: true,
      connection: true,
      internal: true,
      unavailable: true,
    };
    expect(Object.keys(en.requests.kinds).sort()).toEqual(Object.keys(kinds).sort());
  });
});

describe('the change against the period before', () => {
  it('is words', () => {
    expect(changeText(-0.18, 'week', en, format)).toBe('▼ 18\u00a0% on the 7 days before');
    expect(changeText(0.5, 'week', ja, format)).toBe('前の 7 日間比 ▲ 50\u00a0%');
    expect(changeText(0, 'week', en, format)).toBe('± 0\u00a0% on the 7 days before');
    expect(changeText(undefined, 'today', en, format)).toBe('none in the hours before');
  });
});

describe('what went wrong', () => {
  it('is told in the words of the gateway where there are any', () => {
    expect(explain(new ApiError(500, 'The ledger is locked.'), en)).toBe('The ledger is locked.');
    expect(explain(new ApiError(0, ''), en)).toBe(en.problems.unreachable);
    expect(explain(new ApiError(503, ''), en)).toBe(en.problems.server(503));
    expect(explain(new TypeError('x is undefined'), en)).toBe(en.problems.unexpected);
  });
});

describe('the first request', () => {
  it('is a curl line that a shell takes as it is', () => {
    expect(firstRequest('http://127.0.0.1:4000/', 'nova-pro', "What's new?")).toBe(
      [
        'curl http://127.0.0.1:4000/v1/chat/completions \\',
        '  -H "Authorization: Bearer $TORII_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{"model":"nova-pro","messages":[{"role":"user","content":"What'\\''s new?"}]}'`,
      ].join('\n'),
    );
  });
});

describe('paths', () => {
  it('encode their query', () => {
    expect(withQuery(requestsPath, { limit: 20, timeZone: 'Asia/Tokyo' })).toBe(
      '/torii/requests?limit=20&timeZone=Asia%2FTokyo',
    );
  });
});
