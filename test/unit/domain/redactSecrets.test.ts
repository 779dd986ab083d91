import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsPrompts, toKeptBody } from '../../../src/domain/promptStorage.ts';
import { redactSecrets } from '../../../src/domain/redactSecrets.ts';

const letters = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ALNUM = `${UPPER}abcdefghijklmnopqrstuvwxyz`;

/** Each makes secrets of one form: the whole text, and the part that must not be seen. */
const FORMS: Readonly<Record<string, fc.Arbitrary<readonly [string, string]>>> = {
  'sk- key': letters(`${ALNUM}_-`, 24).map((text) => [`sk-${text}`, text]),
  'AWS access key id': letters(UPPER, 16).map((text) => [`AKIA${text}`, text]),
  'temporary AWS key id': letters(UPPER, 16).map((text) => [`ASIA${text}`, text]),
  'AWS secret key by its name': letters(`${ALNUM}/+`, 40).map((text) => [`aws_secret_access_key = ${text}`, text]),
  'AWS secret key alone': letters(`${ALNUM}/+`, 37).map((text) => [`${text}aB3`, text]),
  'bearer token': letters(ALNUM, 32).map((text) => [`Bearer ${text}`, text]),
  'GitHub token': letters(ALNUM, 36).map((text) => [`ghp_${text}`, text]),
  'Slack token': letters(ALNUM, 24).map((text) => [`xoxb-${text}`, text]),
  'password in an address': letters(ALNUM, 12).map((text) => [`postgres://torii:${text}@db:5432/x`, text]),
  'private key': letters(ALNUM, 64).map((text) => [
    `-----BEGIN RSA PRIVATE KEY-----\n${text}\n-----END RSA PRIVATE KEY-----`,
    text,
  ]),
  'JSON web token': letters(ALNUM, 30).map((text) => [`eyJhbGciOiJIUzI1NiJ9.eyJ${text}.${text}`, text]),
};

describe('redaction', () => {
  it.each(Object.entries(FORMS))('hides any %s, wherever it stands', (_name, form) => {
    const around = fc.constantFrom('', ' ', '"', '\n', ' and ');
    fc.assert(
      fc.property(form, around, around, ([text, secret], before, after) => {
        expect(
          redactSecrets(`see${before === '' ? ' ' : before}${text}${after === '' ? ' ' : after}end`),
        ).not.toContain(secret);
      }),
    );
  });

  it('changes nothing the second time, and leaves code and prose alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = redactSecrets(text);
        expect(redactSecrets(once)).toBe(once);
      }),
    );
    const harmless =
      'const skill = "disk-usage"; // see https://example.com:8080/a@b and 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
    expect(redactSecrets(harmless)).toBe(harmless);
  });
});

describe('a kept body', () => {
  it('has its long texts cut at 35 and 65 % and says so, and no secret', () => {
    const body = { messages: [{ content: `${'a'.repeat(100)}${'b'.repeat(100)}` }], note: 'sk-test-1234567' };
    expect(toKeptBody(body, { maxTextLength: 20, maxBytes: 10_000 })).toEqual({
      messages: [{ content: `${'a'.repeat(7)}... (litellm_truncated skipped 180 chars) ...${'b'.repeat(13)}` }],
      note: 'sk-[hidden]',
    });
    expect(toKeptBody(body, { maxTextLength: 500, maxBytes: 50 })).toEqual({
      torii_truncated: expect.stringContaining('left out'),
    });
  });

  it('is wanted by config or key, and never where the request or message logging says no', () => {
    const plain = { storePrompts: false, keyMetadata: undefined, body: {}, noLogHeader: undefined, document: {} };
    const on = { ...plain, storePrompts: true };
    expect(keepsPrompts(plain)).toBe(false);
    expect(keepsPrompts(on)).toBe(true);
    expect(keepsPrompts({ ...on, keyMetadata: { store_prompts_in_spend_logs: false } })).toBe(false);
    expect(keepsPrompts({ ...plain, keyMetadata: { store_prompts_in_spend_logs: true } })).toBe(true);
    expect(keepsPrompts({ ...on, body: { 'no-log': true } })).toBe(false);
    expect(keepsPrompts({ ...on, body: { litellm_params: { 'no-log': true } } })).toBe(false);
    expect(keepsPrompts({ ...on, noLogHeader: 'true' })).toBe(false);
    expect(keepsPrompts({ ...on, document: { litellm_settings: { turn_off_message_logging: true } } })).toBe(false);
  });
});
