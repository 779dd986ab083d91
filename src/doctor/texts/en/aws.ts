import type { FindingText } from '../text.ts';

export const awsTexts = {
  'aws-unused': { summary: 'No deployment uses AWS.' },
  'credentials-bearer': { summary: 'Requests carry an API key ({source}).' },
  'credentials-lasting': { summary: 'Credentials are found ({source}); they do not expire.' },
  'credentials-ok': { summary: 'Credentials are found ({source}); they last until {until}.' },
  'credentials-ending': {
    summary: 'The credentials ({source}) end in {minutes} minutes.',
    meaning: 'Those of the chain are renewed by themselves; written ones are not.',
    fix: '{advice}',
  },
  'credentials-expired': {
    summary: 'The credentials ({source}) ended at {until}.',
    meaning: 'AWS refuses every request.',
    fix: '{advice}',
  },
  'credentials-missing': {
    summary: 'No credentials are found ({source}).',
    meaning: 'Requests to AWS cannot be signed.',
    fix: '{advice}',
  },
  'identity-bearer': { summary: 'STS does not know API keys: only a call of a model tells.' },
  'identity-ok': { summary: 'AWS knows the credentials as {arn}.' },
  'identity-refused': {
    summary: 'AWS refused the credentials.',
    meaning: 'They are wrong or have expired, or this machine’s clock is off.',
    fix: '{advice}',
  },
  'identity-unreachable': {
    summary: 'STS could not be asked.',
    meaning: 'The credentials may be good: the way to STS failed.',
    fix: 'Check the network and the proxy settings; set AWS_ENDPOINT_URL_STS where STS has another address.',
  },
  'region-ok': { summary: 'The region is {region}.' },
  'region-unnamed': {
    summary: 'Nothing names a region.',
    meaning: 'The AWS profile’s counts, else us-west-2 as in LiteLLM.',
    fix: 'Set aws_region_name in litellm_params, or AWS_REGION_NAME.',
  },
  'region-malformed': {
    summary: '"{region}" is no region of AWS.',
    fix: 'Set aws_region_name to one like us-east-1 or ap-northeast-1.',
  },
  'region-profile': {
    summary: '{model} cannot be called from {region}.',
    meaning: 'The prefix of an inference profile says in which part of the world it can be called.',
    fix: 'Use the prefix for {region}, or another region.',
  },
} as const satisfies Readonly<Record<string, FindingText>>;
