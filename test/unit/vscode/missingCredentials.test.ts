import { describe, expect, it } from 'vitest';
import { missingCredentials } from '../../../src/vscode/config/missingCredentials.ts';
import { parse } from '../config/parse.ts';

const findingsOf = (text: string) => [...parse(text).diagnostics];

describe('the credentials that a config asks for and does not get', () => {
  it('are named once each, whatever asks for them', () => {
    const text = `model_list:
  - model_name: a
    litellm_params: { model: openai/a, api_base: "http://localhost:1", api_key: os.environ/KEY_B }
  - model_name: b
    litellm_params: { model: openai/b, api_base: "http://localhost:1", api_key: os.environ/KEY_B }
  - model_name: c
    litellm_params: { model: openai/c, api_base: "http://localhost:1", api_key: os.environ/KEY_A }
`;
    expect(missingCredentials(findingsOf(text)).map(({ names }) => names)).toEqual([['KEY_A', 'KEY_B']]);
  });

  it('are none where only an extra lacks, or nothing', () => {
    const text = `model_list:
  - model_name: a
    litellm_params: { model: demo/chat }
litellm_settings:
  success_callback: [langfuse]
general_settings:
  master_key: os.environ/NO_SUCH_KEY
`;
    expect(findingsOf(text).map(({ code }) => code)).toContain('missing-variable');
    expect(missingCredentials(findingsOf(text))).toEqual([]);
  });
});
