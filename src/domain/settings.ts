import type { Deployment } from './deployment.ts';
import type { ExportSettings } from './destinations.ts';
import type { RouterSettings } from './routing/routerSettings.ts';

/** Who may call from where, beyond the keys themselves. Routes are patterns as in `allowed_routes` of a key. */
export interface AccessSettings {
  /** Undefined lets all in. */
  readonly allowedIps: readonly string[] | undefined;
  /** The first address of `x-forwarded-for` counts. */
  readonly useForwardedFor: boolean;
  /** Undefined allows all routes. */
  readonly allowedRoutes: readonly string[] | undefined;
  readonly adminOnlyRoutes: readonly string[];
  readonly publicRoutes: readonly string[];
  /** Lower case. */
  readonly keyHeader: string | undefined;
  /** Lower case. */
  readonly userHeader: string | undefined;
  readonly enforceUserParam: boolean;
}

/** LiteLLM's settings for keys, teams and users that are made through the API, by LiteLLM's field names. */
export interface ManagementSettings {
  readonly keyDefaults: Readonly<Record<string, unknown>>;
  readonly keyUpperBounds: Readonly<Record<string, unknown>>;
  readonly keyGeneration: Readonly<Record<string, unknown>>;
  readonly teamDefaults: Readonly<Record<string, unknown>>;
  readonly userDefaults: Readonly<Record<string, unknown>>;
}

/** The checked config that the gateway runs on. Frozen; a reload makes a new one. */
export interface GatewaySettings {
  /** Absolute path, or undefined for settings that were made in memory. */
  readonly file: string | undefined;
  readonly deployments: readonly Deployment[];
  readonly router: RouterSettings;
  readonly dropParams: boolean;
  /** From `general_settings.master_key` or `LITELLM_MASTER_KEY`; the home's own key is accepted beside it. */
  readonly masterKey: string | undefined;
  readonly access: AccessSettings;
  readonly management: ManagementSettings;
  readonly storePrompts: boolean;
  /** Bytes. */
  readonly maxRequestBytes: number;
  /** `environment_variables` of the config: values that count as environment for whoever reads it through the settings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly callbacks: {
    readonly success: readonly string[];
    readonly failure: readonly string[];
  };
  readonly exports: ExportSettings;
  /** Login of `/ui` besides the master key. */
  readonly ui: { readonly username: string; readonly password: string } | undefined;
  /** The whole document as read, for keys that only later features use. */
  readonly document: Readonly<Record<string, unknown>>;
}

export type DiagnosticSeverity = 'error' | 'warning' | 'hint';

/** A finding in a config file. Lines and columns count from 1. */
export interface Diagnostic {
  readonly severity: DiagnosticSeverity;
  /** Closed vocabulary of the config module, e.g. `yaml-syntax`, `unknown-provider`, `missing-variable`. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Path in the document, e.g. `model_list.2.litellm_params.model`. */
  readonly path: string;
  /** What mends it, in a sentence. */
  readonly fix?: string | undefined;
}
