import type { Deployment } from '../../domain/deployment.ts';
import { type CredentialSource, chooseCredentialSource } from '../aws/credentialSource.ts';
import { type Environment, given, variable } from '../network/environment.ts';

/** `bedrock_mantle/<id>`, `bedrock_mantle/<region>/<id>`. */
export interface MantleTarget {
  /** Bare: this endpoint knows no inference profiles. */
  readonly model: string;
  readonly region: string;
  /** Where it stands in the config or the environment; undefined for AWS's own. */
  readonly configuredBase: string | undefined;
  readonly source: CredentialSource;
}

/** LiteLLM's choice where nothing names a region. */
const DEFAULT_REGION = 'us-east-1';
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;
const HOST = /^https?:\/\/bedrock-mantle\.([^/.]+)\.api\.aws/i;
/** Source: AWS's model cards, as in LiteLLM; all other models are served under `/v1`. */
const UNDER_OPENAI = /(?:^|\.)(?:gpt-[5-9]|gemma-4)/;

export function toMantleTarget(deployment: Deployment, environment: Environment): MantleTarget {
  const [first = '', ...rest] = deployment.model.split('/');
  const named = REGION.test(first) && rest.length > 0;
  const configuredBase = given(deployment.apiBase) ?? variable(environment, 'BEDROCK_MANTLE_API_BASE');
  return {
    model: named ? rest.join('/') : deployment.model,
    region: toRegion(deployment, configuredBase, named ? first : undefined, environment),
    configuredBase,
    source: chooseCredentialSource(deployment, environment, ['BEDROCK_MANTLE_API_KEY', 'AWS_BEARER_TOKEN_BEDROCK']),
  };
}

/** The host's own region goes first: a signature for another one is refused. */
function toRegion(
  deployment: Deployment,
  base: string | undefined,
  inModel: string | undefined,
  environment: Environment,
): string {
  return (
    HOST.exec(base ?? '')?.[1] ??
    given(deployment.aws.region) ??
    inModel ??
    variable(environment, 'BEDROCK_MANTLE_REGION') ??
    variable(environment, 'AWS_REGION_NAME') ??
    variable(environment, 'AWS_REGION') ??
    variable(environment, 'AWS_DEFAULT_REGION') ??
    DEFAULT_REGION
  );
}

/** The base for the model: what is configured, else AWS's own with the path that serves it. */
export function toBase({ model, region, configuredBase }: MantleTarget): string {
  const path = UNDER_OPENAI.test(model) ? 'openai/v1' : 'v1';
  return configuredBase ?? `https://bedrock-mantle.${region}.api.aws/${path}`;
}

/** The other of the two paths under which models are served; undefined where the base ends in neither. */
export function otherBase(base: string): string | undefined {
  const [, origin, openai] = /^(.*?)(\/openai)?\/v1\/?$/.exec(base) ?? [];
  return origin === undefined ? undefined : `${origin}${openai === undefined ? '/openai' : ''}/v1`;
}
