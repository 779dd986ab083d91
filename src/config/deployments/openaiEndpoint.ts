import type { Deployment } from '../../domain/deployment.ts';
import type { Environment } from '../environment.ts';
import type { Findings } from '../findings.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';

export type Endpoint = Pick<Deployment, 'apiBase' | 'apiKey'>;

/**
 * Base URL and key of a deployment. For openai, what is not written comes from OPENAI_API_KEY and OPENAI_BASE_URL (or
 * OPENAI_API_BASE), as in LiteLLM; a base that is not a URL (`/v1`) is passed over there.
 */
export function readEndpoint(params: LitellmParams, provider: string, environment: Environment): Endpoint {
  const apiBase = params.api_base ?? params.base_url;
  if (provider !== 'openai') return { apiBase, apiKey: params.api_key };
  const fromEnvironment = [environment['OPENAI_BASE_URL'], environment['OPENAI_API_BASE']].find(isHttpUrl);
  return {
    apiBase: apiBase ?? fromEnvironment,
    apiKey: params.api_key ?? (environment['OPENAI_API_KEY'] || undefined),
  };
}

export function checkEndpoint(
  endpoint: Endpoint,
  params: LitellmParams,
  provider: string,
  path: DocumentPath,
  findings: Findings,
): void {
  if (endpoint.apiBase !== undefined && !isHttpUrl(endpoint.apiBase)) {
    findings.add({
      severity: 'warning',
      code: 'bad-url',
      message: `api_base "${endpoint.apiBase}" is not an http or https URL`,
      path: [...path, params.api_base === undefined ? 'base_url' : 'api_base'],
      fix: 'Write the whole address, e.g. http://localhost:8000/v1.',
    });
  }
  if (provider === 'openai' && endpoint.apiBase === undefined && endpoint.apiKey === undefined) {
    findings.add({
      severity: 'warning',
      code: 'missing-api-key',
      message: "This deployment goes to OpenAI's own API, which needs a key, and there is none",
      path: [...path, 'model'],
      fix: 'Add `api_key: os.environ/OPENAI_API_KEY`, or `api_base` for another server.',
    });
  }
}

function isHttpUrl(value: string | undefined): value is string {
  return value !== undefined && /^https?:\/\/[^/]/i.test(value) && URL.canParse(value);
}
