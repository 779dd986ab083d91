import type { Deployment } from '../../../domain/deployment.ts';
import { badRequest } from '../badRequest.ts';

/** The model of a deployment, and the region where its name says one. */
export interface BedrockTarget {
  /** A model id, an inference profile id, or an ARN. */
  readonly modelId: string;
  readonly region: string | undefined;
}

/** Routes that can be called, besides a region in the place of one. */
const ROUTES = new Set(['converse', 'invoke', 'openai']);

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/;

/**
 * Reads `bedrock/<id>`, `bedrock/<route>/<id>`, `bedrock/<region>/<id>` and ARNs.
 * Throws `bad-request` for those of LiteLLM's routes that are not supported.
 */
export function toTarget(deployment: Deployment): BedrockTarget {
  const route = deployment.route;
  if (route !== undefined && !ROUTES.has(route) && !REGION.test(route)) throw unsupportedRoute(route);
  const segments = withoutRoute(deployment.model).split('/');
  const first = segments[0] ?? '';
  const named = REGION.test(first) && segments.length > 1;
  const modelId = (named ? segments.slice(1) : segments).join('/');
  return { modelId, region: named ? first : (regionOfArn(modelId) ?? regionOfRoute(route)) };
}

function withoutRoute(model: string): string {
  return model.startsWith('converse/') ? model.slice('converse/'.length) : model;
}

function regionOfRoute(route: string | undefined): string | undefined {
  return route !== undefined && REGION.test(route) ? route : undefined;
}

/** `arn:aws:bedrock:<region>:<account>:…`. */
function regionOfArn(modelId: string): string | undefined {
  const region = modelId.startsWith('arn:') ? modelId.split(':')[3] : undefined;
  return region === '' ? undefined : region;
}

function unsupportedRoute(route: string): Error {
  return badRequest(
    `The route "bedrock/${route}/…" is not supported. Use "bedrock/<model id>" or "bedrock/converse/<model id>" (the Converse API), "bedrock/invoke/<Claude's id>" (the Messages API) or "bedrock/openai/<model id>" (OpenAI's dialect).`,
    'model',
  );
}
