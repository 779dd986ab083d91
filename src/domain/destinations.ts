/** Where traces are sent, as the config says it. */
import type { MlflowRunsOptions, MlflowTracesOptions } from './mlflowSettings.ts';

export type DestinationKind = 'langfuse' | 'mlflow-traces' | 'mlflow-runs' | 'otlp';

interface CommonSettings {
  /** Names the destination in the API and its part of the spool. */
  readonly id: string;
  /** Which calls it gets: LiteLLM's `success_callback`, `failure_callback`, and `callbacks` for both. */
  readonly outcomes: { readonly success: boolean; readonly failure: boolean };
  /** Whether prompts and answers may go there. */
  readonly content: boolean;
}

/** Any OpenTelemetry collector that takes OTLP over HTTP. */
export interface OtlpSettings extends CommonSettings {
  readonly kind: 'otlp';
  /** The whole address, `/v1/traces` included. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** `deployment.environment.name`. */
  readonly environment: string | undefined;
  /** `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource: Readonly<Record<string, string>>;
}

export type MlflowTracesSettings = CommonSettings & MlflowTracesOptions;
export type MlflowRunsSettings = CommonSettings & MlflowRunsOptions;

export type DestinationSettings = OtlpSettings | MlflowTracesSettings | MlflowRunsSettings;

/** What all destinations have in common. */
export interface ExportSettings {
  readonly destinations: readonly DestinationSettings[];
  /** Characters of one text in what is exported; the middle of a longer one is left out. */
  readonly maxTextLength: number;
  /** Bytes that may wait on disk for each destination; the oldest traces make room. */
  readonly spoolBytes: number;
  /** LiteLLM's `redact_user_api_key_info`: nothing says whose key it was. */
  readonly hideKeyInfo: boolean;
}
