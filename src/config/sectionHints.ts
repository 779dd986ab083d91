/** What to tell authors about keys that LiteLLM does not have, but that are seen in the wild or look as if they were. */
export interface KeyHint {
  readonly message: string;
  readonly fix: string;
}

const KEY_HINTS: Readonly<Record<string, KeyHint>> = {
  'general_settings.disable_user_auth': {
    message: 'LiteLLM has no disable_user_auth and ignores it, and so does Torii: keys stay required',
    fix: 'Remove the line; clients send the master key or a virtual key.',
  },
  'router_settings.failover': {
    message: 'LiteLLM has no failover and ignores it, and so does Torii: `fallbacks` alone decide',
    fix: 'Remove the line; list the groups to fail over to under `fallbacks`, or leave `fallbacks` out to switch it off.',
  },
  'router_settings.retries': {
    message: 'LiteLLM has no retries and ignores it, and so does Torii',
    fix: 'Use `num_retries`.',
  },
  'router_settings.default_model': {
    message: 'LiteLLM has no default_model and ignores it, and so does Torii: each request names its model',
    fix: 'Remove the line; use `default_fallbacks` to catch failing or unknown models, or `model_group_alias` for other names.',
  },
  'general_settings.log_level': {
    message: 'LiteLLM has no log_level here and ignores it, and so does Torii',
    fix: "Remove the line; Torii's log level is set where it is started, in the editor's settings or on the command line.",
  },
  'general_settings.openai_api_base': {
    message:
      'LiteLLM has no openai_api_base here and ignores it, and so does Torii: the API is served under /v1 and without it',
    fix: 'Remove the line.',
  },
  openapi: {
    message: 'LiteLLM has no openapi section and ignores it, and so does Torii',
    fix: 'Remove the section.',
  },
};

/** The hint for a key by its path, e.g. `router_settings.retries`. */
export function findKeyHint(path: string): KeyHint | undefined {
  return Object.hasOwn(KEY_HINTS, path) ? KEY_HINTS[path] : undefined;
}
