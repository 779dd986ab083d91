import { describe, expect, it } from 'vitest';
import { changedFields, withoutSecrets } from '../../../src/domain/audit.ts';

describe('values of the audit', () => {
  it('carry no secrets, however deep they lie', () => {
    const values = {
      api_key: 'abc',
      aws_secret_access_key: 'x',
      aws_session_token: 'x',
      nested: [{ password: 'x', note: 'sk-test-1234567890' }],
      extra_headers: { Authorization: 'Bearer x' },
    };
    expect(withoutSecrets(values)).toEqual({
      api_key: '***',
      aws_secret_access_key: '***',
      aws_session_token: '***',
      nested: [{ password: '***', note: '***' }],
      extra_headers: { Authorization: '***' },
    });
  });

  it('keep what only looks like one', () => {
    const values = {
      token: 'hash',
      key_name: 'sk-...abcd',
      key_alias: 'laptop',
      max_tokens: 5,
      tpm_limit: 9,
      api_key: 'os.environ/OPENAI_API_KEY',
      allowed_routes: ['/key/info'],
    };
    expect(withoutSecrets(values)).toEqual(values);
  });

  it('are of an update those that differ', () => {
    expect(changedFields({ a: 1, b: [1], c: null }, { a: 2, b: [1], d: 4 })).toEqual({
      before: { a: 1, d: null },
      after: { a: 2, d: 4 },
    });
  });
});
