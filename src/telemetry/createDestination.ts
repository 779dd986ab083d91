import type { DestinationSettings } from '../domain/destinations.ts';
import type { Destination } from './destination.ts';
import { createLangfuseDestination, type LangfuseParts } from './langfuse/langfuseDestination.ts';
import { createMlflowRuns, createMlflowTraces, type MlflowParts } from './mlflow/createMlflow.ts';
import { createOtlpDestination } from './otlp/otlpDestination.ts';

export type DestinationParts = LangfuseParts & MlflowParts;

/** The destination that settings describe. */
export function createDestination(settings: DestinationSettings, parts: DestinationParts): Destination {
  switch (settings.kind) {
    case 'langfuse':
      return createLangfuseDestination(settings, parts);
    case 'otlp':
      return createOtlpDestination(settings, parts);
    case 'mlflow-traces':
      return createMlflowTraces(settings, parts);
    case 'mlflow-runs':
      return createMlflowRuns(settings, parts);
  }
}
