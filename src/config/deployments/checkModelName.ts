import { KNOWN_PROVIDERS, type ModelName, parseModelName } from '../../domain/modelString.ts';
import { closestName } from '../closestName.ts';
import type { Findings } from '../findings.ts';
import type { LitellmParams } from '../schema/modelSchema.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';

const LIST = KNOWN_PROVIDERS.join(', ');

/** Parses the model of a deployment and reports what is wrong with it; undefined where it cannot be used. */
export function checkModelName(params: LitellmParams, path: DocumentPath, findings: Findings): ModelName | undefined {
  const at = [...path, params.custom_llm_provider === undefined ? 'model' : 'custom_llm_provider'];
  const parsed = parseModelName(params.model, params.custom_llm_provider);
  if ('problem' in parsed) {
    if (parsed.problem === 'missing-provider') reportMissing(params.model, at, findings);
    else reportUnknown(parsed.provider, params.model, at, findings);
    return undefined;
  }
  if (parsed.inferred) reportInferred(params.model, parsed.provider, at, findings);
  if (parsed.provider === 'bedrock') reportRepetition(parsed.model, [...path, 'model'], findings);
  return parsed;
}

function reportUnknown(provider: string, model: string, path: DocumentPath, findings: Findings): void {
  const meant = closestName(provider, KNOWN_PROVIDERS);
  findings.add({
    severity: 'error',
    code: 'unknown-provider',
    message: `The provider "${provider}" of ${model} is not known. Known providers: ${LIST}. This entry is left out.`,
    path,
    fix:
      meant === undefined
        ? `Begin the model with one of ${LIST}; an OpenAI-compatible server is openai/<model> with api_base.`
        : `Did you mean ${meant}?`,
  });
}

function reportMissing(model: string, path: DocumentPath, findings: Findings): void {
  findings.add({
    severity: 'error',
    code: 'missing-provider',
    message: `The model "${model}" does not say its provider. Known providers: ${LIST}. This entry is left out.`,
    path,
    fix: `Write the provider in front, e.g. openai/${model} with api_base for an OpenAI-compatible server.`,
  });
}

function reportInferred(model: string, provider: string, path: DocumentPath, findings: Findings): void {
  findings.add({
    severity: 'hint',
    code: 'inferred-provider',
    message: `"${model}" is taken as ${provider}/${model}`,
    path,
    fix: `Write ${provider}/${model}.`,
  });
}

/** A vendor written twice (`eu.anthropic.anthropic.…`) is an id that Bedrock does not have. */
function reportRepetition(model: string, path: DocumentPath, findings: Findings): void {
  const segments = model.split('.');
  const repeated = segments.find((segment, index) => index > 0 && segment === segments[index - 1]);
  if (repeated === undefined) return;
  const corrected = segments.filter((segment, index) => index === 0 || segment !== segments[index - 1]).join('.');
  findings.add({
    severity: 'warning',
    code: 'suspicious-model-id',
    message: `The model id ${model} names "${repeated}" twice; Bedrock will not know it`,
    path,
    fix: `Did you mean ${corrected}?`,
  });
}
