import type { EmbeddingRequest, ProviderCall } from '../../../domain/ports.ts';
import { isGatewayParameter } from '../../openai/gatewayParameters.ts';
import { badRequest } from '../badRequest.ts';
import type { EmbeddingModel, EmbeddingWishes } from './embeddingModel.ts';

/** Of interest to the gateway or to OpenAI alone; they change nothing about a vector. */
const IGNORED = new Set(['user', 'metadata', 'encoding_format', 'client_metadata', 'safety_identifier']);

/**
 * What client and config wish for, in the model's words; the client's wishes go first. What the model cannot do is
 * dropped under `drop_params` and noted, else refused with `bad-request`.
 */
export function toWishes(request: EmbeddingRequest, model: EmbeddingModel, call: ProviderCall): EmbeddingWishes {
  const { defaults, additionalDropParams } = call.deployment;
  const wished = { ...defaults, ...request.extra, dimensions: request.dimensions ?? defaults['dimensions'] };
  const named = Object.entries(wished).filter(
    ([name, value]) => value !== undefined && value !== null && !isGatewayParameter(name) && !IGNORED.has(name),
  );
  const kept = named.filter(([name]) => !additionalDropParams.includes(name));
  refuseOthers(
    kept.map(([name]) => name).filter((name) => !isKnown(name, model)),
    call,
  );
  const dimensions = Object.fromEntries(kept)['dimensions'];
  return {
    dimensions: model.dimensions && typeof dimensions === 'number' ? dimensions : undefined,
    parameters: Object.fromEntries(kept.filter(([name]) => model.parameters.includes(name))),
  };
}

function isKnown(name: string, model: EmbeddingModel): boolean {
  return name === 'dimensions' ? model.dimensions : model.parameters.includes(name);
}

function refuseOthers(names: readonly string[], call: ProviderCall): void {
  if (names.length === 0) return;
  const list = names.join(', ');
  if (call.dropParams) {
    call.note({ code: 'parameters-dropped', detail: list });
    return;
  }
  throw badRequest(
    `This embedding model does not support these parameters: ${list}. Leave them out, or set drop_params: true to have them dropped.`,
    names[0],
  );
}
