import type { FindingText } from '../text.ts';

export const modelsTexts = {
  'no-deployments': {
    summary: 'No model can be used.',
    meaning: 'The config {file} has no deployment that is sound.',
    fix: 'Add an entry to model_list; see examples/.',
  },
  'deployments-ok': { summary: '{deployments} deployments in {groups} model groups.' },
  'no-named-models': { summary: 'The config names no model by itself.' },
  'prices-known': { summary: 'The prices of all {count} deployments are known.' },
  'price-unknown': {
    summary: 'The price of {model} is not known.',
    meaning: 'What it costs is recorded as unknown, and no budget can stop it.',
    fix: 'Set input_cost_per_token and output_cost_per_token in its litellm_params.',
  },
  'fallbacks-none': { summary: 'No fallbacks are set.' },
  'fallbacks-ok': { summary: 'No fallback loses a capability of what it stands in for ({count} steps).' },
  'fallback-loses': {
    summary: '{to}, a fallback of {from}, lacks: {lost}.',
    meaning: 'Requests that need it fail there, or are answered without it.',
    fix: 'Choose a fallback that has it, or accept the loss.',
  },
  'fallback-context': {
    summary: '{to} takes {after} tokens, no more than {from} with {before}.',
    meaning: 'It cannot help with a prompt that is too long.',
    fix: 'Choose a model with a longer context in context_window_fallbacks.',
  },
  'caching-none': { summary: 'No model of the config caches prompts.' },
  'caching-minimum': { summary: 'Prompts are cached from this many tokens on: {list}.' },
  'caching-unsupported': {
    summary: '{model} cannot cache prompts, and cache points are set for it.',
    meaning: 'They are left out, and nothing is saved.',
    fix: 'Remove cache_control_injection_points, or choose a model that caches.',
  },
  'none-rests': { summary: 'No deployment rests after failures.' },
  'deployment-rests': {
    summary: '{model} rests for another {seconds} s after failures.',
    fix: 'See its words; it is tried again by itself.',
  },
  'access-not-asked': {
    summary: 'Not asked. One token from each of {count} deployments would cost about {cost}.',
    fix: 'Run Doctor with model calls (--model-calls) to ask.',
  },
  'access-price-unknown': {
    summary:
      'Not asked. One token from each of {count} deployments would cost about {cost}, and that of {unknown} whose price is not known.',
    fix: 'Run Doctor with model calls (--model-calls) to ask.',
  },
  'access-ok': { summary: '{model} answered with one token.' },
  'access-refused': {
    summary: '{model} did not answer.',
    meaning: 'Credentials, permissions, the region or the model’s name are not right, or it is overloaded.',
    fix: 'Mend what its words name; for Bedrock, see whether the model is enabled for the account and region.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
