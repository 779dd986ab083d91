import type { Rule } from './rule.ts';

const TOP_LEVEL = new Set([
  'messages',
  'system',
  'inferenceConfig',
  'toolConfig',
  'guardrailConfig',
  'additionalModelRequestFields',
  'promptVariables',
  'additionalModelResponseFieldPaths',
  'requestMetadata',
  'performanceConfig',
  'serviceTier',
  'outputConfig',
]);
const INFERENCE = new Set(['maxTokens', 'temperature', 'topP', 'stopSequences']);

/** Bedrock's JSON is strict: members that the API does not have are refused. */
export const knownFields: Rule = (request) => {
  const unknown =
    Object.keys(request).find((key) => !TOP_LEVEL.has(key)) ??
    Object.keys(request.inferenceConfig ?? {}).find((key) => !INFERENCE.has(key));
  return unknown === undefined ? undefined : `The request contains an unexpected field: ${unknown}.`;
};
