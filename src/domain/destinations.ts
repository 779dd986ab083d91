/** Where traces are sent, as the config says it. */

import type { MlflowRunsOptions, MlflowTracesOptions } from './mlflowSettings.ts';
import type { NetworkParameters } from './networkParameters.ts';

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

/** A project of Langfuse. */
export interface LangfuseSettings extends CommonSettings {
  readonly kind: 'langfuse';
  /** E.g. `https://cloud.langfuse.com`, without a slash at its end. */
  readonly host: string;
  readonly publicKey: string;
  readonly secretKey: string;
  /** Of the names of its variables, e.g. `LANGFUSE_`: for those who have to mend a key. */
  readonly variables: string;
  readonly release: string | undefined;
  /** In the form that Langfuse takes. */
  readonly environment: string | undefined;
  /** `langfuse_default_tags`: facts of the call that become tags. */
  readonly defaultTags: readonly string[];
  /** The client's User-Agent becomes a tag, as in LiteLLM. */
  readonly userAgentTags: boolean;
  /** `PROXY_BASE_URL`, for the tag of that name. */
  readonly proxyBaseUrl: string | undefined;
  /** Undefined lets the version of the server decide. */
  readonly transport: LangfuseTransport | undefined;
}

export type LangfuseTransport = 'otlp' | 'ingestion';

export type DestinationSettings = OtlpSettings | LangfuseSettings | MlflowTracesSettings | MlflowRunsSettings;

/** What all destinations have in common. */
export interface ExportSettings {
  readonly destinations: readonly DestinationSettings[];
  /** Characters of one text in what is exported; the middle of a longer one is left out. */
  readonly maxTextLength: number;
  /** Bytes that may wait on disk for each destination; the oldest traces make room. */
  readonly spoolBytes: number;
  /** LiteLLM's `redact_user_api_key_info`: nothing says whose key it was. */
  readonly hideKeyInfo: boolean;
  /** How their servers are reached, where the config says it for all servers. */
  readonly network?: NetworkParameters | undefined;
}
